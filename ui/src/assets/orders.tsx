import { useState } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { DueText } from '@/kit/due_text'
import { ErrorState } from '@/kit/error_state'
import { NoRows, Row, Rows } from '@/kit/rows'
import { Segments } from '@/kit/segments'
import { Skeleton } from '@/kit/skeleton'
import { formatDay } from '@/lib/dates'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { isFinished, WorkOrderKind, WorkOrderStatus } from '@/work_orders/marks'
import { type Asset, useAssetOrders } from './queries'

type Which = 'open' | 'done'

/** Work orders on the asset and on what is mounted below it. */
export function OrdersCard({ asset }: { asset: Asset }) {
  const t = useT()
  const locale = useLocale()
  const [which, setWhich] = useState<Which>('open')
  const orders = useAssetOrders(
    asset.id,
    which === 'open' ? 'active' : 'completed,closed',
    which === 'open' ? 'due_at' : '-updated_at',
  )
  const now = new Date()
  return (
    <Card
      title={t('assets.orders.title')}
      action={
        <Segments
          label={t('assets.orders.which')}
          value={which}
          options={[
            { value: 'open', label: t('assets.orders.open') },
            { value: 'done', label: t('assets.orders.done') },
          ]}
          onChange={setWhich}
        />
      }
    >
      {orders.data ? (
        orders.data.items.length ? (
          <Rows>
            {orders.data.items.map((order) => (
              <Row
                key={order.id}
                long
                icon={<WorkOrderKind kind={order.kind} />}
                title={
                  <Go to={paths.workOrder(order.id)}>
                    <bdi>{order.title}</bdi>
                  </Go>
                }
                note={[
                  `#${order.number}`,
                  formatDay(new Date(order.created_at), locale, now),
                  order.assignees.map((person) => person.name).join(', ') || t('kit.nobody'),
                ].join(' · ')}
                end={
                  <>
                    <WorkOrderStatus status={order.status} />
                    <DueText at={order.completed_at ?? order.due_at} done={isFinished(order.status)} />
                  </>
                }
              />
            ))}
          </Rows>
        ) : (
          <NoRows>{t(`assets.orders.none_${which}`)}</NoRows>
        )
      ) : orders.isError ? (
        <ErrorState
          what={t('assets.the_orders')}
          {...problemProps(orders.error)}
          onRetry={() => void orders.refetch()}
        />
      ) : (
        <Skeleton height={120} />
      )}
    </Card>
  )
}
