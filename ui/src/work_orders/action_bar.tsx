import { Button } from '@mantine/core'
import { IconCheck, IconLock, IconPlayerPause, IconPlayerPlay, IconRotate } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useT } from '@/i18n'
import { useSession } from '@/shell/session'
import type { Status } from './marks'
import styles from './record.module.css'
import type { RecordState } from './use_record'

const icons = {
  start: IconPlayerPlay,
  resume: IconPlayerPlay,
  hold: IconPlayerPause,
  complete: IconCheck,
  close: IconLock,
  reopen: IconRotate,
} as const

type Offered = keyof typeof icons

/** Most important last, where the thumb and the eye end. */
const offered: Partial<Record<Status, readonly Offered[]>> = {
  draft: ['complete', 'start'],
  open: ['complete', 'start'],
  planned: ['complete', 'start'],
  scheduled: ['complete', 'start'],
  in_progress: ['hold', 'complete'],
  on_hold: ['complete', 'resume'],
  completed: ['reopen', 'close'],
}

/** What comes next, as buttons that stay in sight. Only what the server allows. */
export function ActionBar({ record }: { record: RecordState }) {
  const t = useT()
  const { order, stepping } = record
  const steps = (offered[order.status] ?? []).flatMap((name) => {
    const action = order.actions.find((one) => one.name === name && one.allowed)
    return action?.to ? [{ name, to: action.to }] : []
  })
  const clock = <Clock record={record} />
  if (!steps.length && order.status !== 'in_progress') return null
  return (
    <>
      {clock}
      {steps.map(({ name, to }, index) => {
        const Icon = icons[name]
        const last = index === steps.length - 1
        return (
          <Button
            key={name}
            variant={last ? 'filled' : 'default'}
            loading={stepping && last}
            disabled={stepping && !last}
            leftSection={<Icon size={18} aria-hidden />}
            data-last={last || undefined}
            onClick={() => record.go(to)}
          >
            {t(`work_orders.action.${name}`)}
          </Button>
        )
      })}
    </>
  )
}

/** My clock on this order, with its switch. */
function Clock({ record }: { record: RecordState }) {
  const t = useT()
  const { user } = useSession()
  const { order } = record
  const mine = order.timers.find((timer) => timer.user_id === user.id)
  if (mine)
    return (
      <button type="button" className={styles.clock} onClick={() => record.clock(false)}>
        <i aria-hidden />
        <Elapsed since={mine.started_at} />
        <span className="vh">{t('work_orders.time.stop')}</span>
      </button>
    )
  if (order.status !== 'in_progress' || !record.may('record_time')) return <span className={styles.space} />
  return (
    <button type="button" className={styles.clock} onClick={() => record.clock(true)}>
      {t('work_orders.time.start')}
    </button>
  )
}

const two = (number: number) => String(number).padStart(2, '0')

/** `0:38:12`, counting. Not a live region: nobody wants every second read out. */
export function Elapsed({ since }: { since: string }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1000))
  return (
    <span className="num">{`${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`}</span>
  )
}
