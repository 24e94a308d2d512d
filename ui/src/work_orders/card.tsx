import type { Schemas } from '@/api/client'
import { DueText } from '@/kit/due_text'
import { LinkCardWords, linkCard } from '@/kit/link_card'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { isFinished, WorkOrderKind, WorkOrderPriority, WorkOrderStatus } from './marks'

type WorkOrder = Pick<
  Schemas['WorkOrderRow'],
  'id' | 'number' | 'title' | 'kind' | 'status' | 'priority' | 'asset' | 'location' | 'due_at'
>

/** “Packaging Line 4 · PKG-04”, or the location when there is no asset. */
export const placeOf = (order: Pick<WorkOrder, 'asset' | 'location'>) =>
  order.asset ? `${order.asset.name} · ${order.asset.code}` : (order.location?.name ?? '')

/** A work order where people act: the whole card is the link; `search` is kept in the address. Used by the list on phones, the board and Today. */
export function WorkOrderCard({ order, search }: { order: WorkOrder; search?: Record<string, unknown> }) {
  const place = placeOf(order)
  return (
    <Go to={paths.workOrder(order.id)} {...(search && { search })} className={linkCard}>
      <LinkCardWords
        title={order.title}
        mark={<WorkOrderPriority priority={order.priority} />}
        place={
          <>
            <WorkOrderKind kind={order.kind} />
            <bdi>{place || `#${order.number}`}</bdi>
          </>
        }
      >
        <WorkOrderStatus status={order.status} />
        <DueText at={order.due_at} done={isFinished(order.status)} />
      </LinkCardWords>
    </Go>
  )
}
