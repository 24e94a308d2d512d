import { IconChevronDown } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '@/api/client'
import { patch, useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Menu } from '@/kit/menu'
import { toast } from '@/kit/toast'
import { useCan } from '@/shell/session'
import { AssetStatus } from './marks'
import { type Asset, assetOptions, historyKeys, type AssetStatus as Status } from './queries'
import styles from './record.module.css'
import { statuses } from './search'

const StatusSheet = lazy(() => import('./status_sheet'))

export interface StatusChange {
  status: Status
  reason?: string | undefined
  at?: string | undefined
}

export function useSetStatus(asset: Asset, onProblem?: (error: unknown) => void) {
  const t = useT()
  return useWrite(
    ({ status, reason, at }: StatusChange) =>
      api.POST('/api/v1/assets/{id}/status', {
        params: { path: { id: asset.id } },
        body: { status, ...(reason && { reason }), ...(at && { at }) },
      }),
    {
      optimistic: ({ status }) => [patch(assetOptions(asset.id).queryKey, (old: Asset) => ({ ...old, status }))],
      refresh: historyKeys,
      onDone: (_, { status }) => toast(t('assets.status_set', { status: t(`assets.status.${status}`) })),
      ...(onProblem && { onProblem }),
    },
  )
}

/** One tap when it runs again; a reason is asked when it does not. */
export function StatusSwitch({ asset }: { asset: Asset }) {
  const t = useT()
  const allowed = useCan('assets.set_status') && !asset.archived_at
  const [asked, setAsked] = useState<Status>()
  const set = useSetStatus(asset)
  if (!allowed) return <AssetStatus status={asset.status} />
  const choose = (status: Status) =>
    status === 'running' || status === 'standby' ? set.mutate({ status }) : setAsked(status)
  return (
    <>
      <Menu
        position="bottom-start"
        target={(onClick) => (
          <button type="button" className={styles.switch} aria-haspopup="menu" onClick={onClick}>
            <span className="vh">{t('assets.status_change')} </span>
            <AssetStatus status={asset.status} />
            <IconChevronDown size={16} aria-hidden />
          </button>
        )}
        sections={[
          {
            id: 'status',
            entries: statuses.map((status) => ({
              id: status,
              label: t(`assets.status.${status}`),
              display: <AssetStatus status={status} />,
              role: 'menuitemradio' as const,
              checked: status === asset.status,
              onSelect: () => choose(status),
            })),
          },
        ]}
      />
      <Suspense>{asked && <StatusSheet asset={asset} status={asked} onClose={() => setAsked(undefined)} />}</Suspense>
    </>
  )
}
