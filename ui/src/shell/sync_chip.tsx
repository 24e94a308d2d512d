import { IconCheck, IconCloudOff, IconRefresh } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { traffic } from '@/api/transport'
import { useT } from '@/i18n'
import styles from './shell.module.css'

const subscribeOnline = (changed: () => void) => {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}

/** Three different facts: saved, being saved, no connection. The compact one speaks only when there is something to say. */
export function SyncChip({ compact = false }: { compact?: boolean }) {
  const t = useT()
  const online = useSyncExternalStore(subscribeOnline, () => navigator.onLine)
  const { waiting, reachable } = useSyncExternalStore(traffic.subscribe, traffic.read)
  const state = !online || !reachable ? 'offline' : waiting ? 'saving' : 'saved'
  const Icon = { offline: IconCloudOff, saving: IconRefresh, saved: IconCheck }[state]
  if (compact && state === 'saved') return <span role="status" />
  return (
    <span role="status" className={styles.sync} data-state={state}>
      <Icon aria-hidden />
      <span>{t(`shell.sync.${state}`, { count: waiting })}</span>
    </span>
  )
}
