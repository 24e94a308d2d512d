import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { $api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { usePageTitle } from '@/kit/page_title'
import { formatInstant } from '@/lib/dates'
import { formatMinutes } from '@/lib/numbers'
import { paths } from '@/paths'
import { useSession } from '@/shell/session'
import styles from './print.module.css'
import type { WorkOrder } from './search'

/** The order on one sheet of paper, at `/work-orders/{id}/print`. */
export function PrintWorkOrderPage() {
  const t = useT()
  const { id = '' } = useParams({ strict: false })
  const found = $api.useQuery('get', '/api/v1/work-orders/{id}', { params: { path: { id } } })
  if (found.data) return <Paper order={found.data} />
  if (found.isError)
    return (
      <ErrorState
        what={t('work_orders.the_order')}
        {...problemProps(found.error)}
        onRetry={() => void found.refetch()}
      />
    )
  return <div role="status" aria-busy aria-label={t('kit.loading')} />
}

/** The code that leads back here, drawn where the page is; the package is loaded for paper only. */
function useCode(address: string) {
  const [code, setCode] = useState<string>()
  useEffect(() => {
    let gone = false
    void import('qrcode').then(async ({ toDataURL }) => {
      const url = await toDataURL(address, { margin: 0, width: 320 })
      if (!gone) setCode(url)
    })
    return () => {
      gone = true
    }
  }, [address])
  return code
}

function Paper({ order }: { order: WorkOrder }) {
  const t = useT()
  const locale = useLocale()
  const { organization } = useSession()
  const address = `${window.location.origin}${paths.workOrder(order.id)}`
  const code = useCode(address)
  usePageTitle(`#${order.number} ${order.title}`)
  const place = order.location?.path?.length ? order.location.path.join(' › ') : order.location?.name
  const when = (at: string | null | undefined) => (at ? formatInstant(new Date(at), locale) : '')
  const facts: [string, string][] = [
    [t('work_orders.field.asset_id'), order.asset ? `${order.asset.name} · ${order.asset.code}` : ''],
    [t('work_orders.field.location_id'), place ?? ''],
    [t('work_orders.field.status'), t(`work_orders.status.${order.status}`)],
    [t('work_orders.field.priority'), t(`work_orders.priority.${order.priority}`)],
    [t('work_orders.field.kind'), t(`work_orders.kind.${order.kind}`)],
    [t('work_orders.field.due_at'), when(order.due_at)],
    [t('work_orders.field.planned_start_at'), when(order.planned_start_at)],
    [
      t('work_orders.field.estimated_minutes'),
      order.estimated_minutes ? formatMinutes(order.estimated_minutes, locale) : '',
    ],
    [
      t('work_orders.field.assignee_ids'),
      [...order.assignees, ...(order.team ? [order.team] : [])].map(({ name }) => name).join(', '),
    ],
    [
      t('work_orders.record.reported'),
      [order.requested_by_name ?? order.created_by_name, when(order.created_at)].filter(Boolean).join(', '),
    ],
  ]
  return (
    <main className={styles.page}>
      <div className={styles.tools}>
        <Button leftSection={<IconPrinter size={18} aria-hidden />} disabled={!code} onClick={() => window.print()}>
          {t('work_orders.record.print')}
        </Button>
      </div>
      <article className={styles.paper}>
        <header>
          <div>
            <small>{organization.name}</small>
            <p className={styles.number}>{t('work_orders.print.number', { number: String(order.number) })}</p>
            <h1 dir="auto">{order.title}</h1>
          </div>
          {code && <img src={code} alt={address} />}
        </header>
        <dl>
          {facts
            .filter(([, value]) => value)
            .map(([label, value]) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ))}
        </dl>
        {order.description && (
          <section>
            <h2>{t('work_orders.field.description')}</h2>
            <p dir="auto">{order.description}</p>
          </section>
        )}
        <section className={styles.lines}>
          <h2>{t('work_orders.field.resolution')}</h2>
          {order.resolution ? <p dir="auto">{order.resolution}</p> : [0, 1, 2, 3, 4].map((line) => <i key={line} />)}
        </section>
        <footer>
          <span>{t('work_orders.print.time')}</span>
          <span>{t('work_orders.print.parts')}</span>
          <span>{t('work_orders.print.signature')}</span>
        </footer>
        <small className={styles.address}>{address}</small>
      </article>
    </main>
  )
}
