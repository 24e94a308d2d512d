import { type DragEvent, lazy, Suspense, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { SkeletonCards } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { addDays, startOfDay } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import styles from './board.module.css'
import { BoardCard } from './board_card'
import { useCounts, useOrders } from './data'
import { type Status, WorkOrderStatus } from './marks'
import { listed, type WorkOrderQuery, type WorkOrderRow } from './search'
import { type Step, useTransition } from './writes'

const StepSheet = lazy(() => import('./step_sheet'))

interface Props {
  query: WorkOrderQuery
  onOpen: (id: string) => void
}

/** A column is the state that a dropped card gets; drafts stand with the open ones. */
const columns: readonly { to: Status; holds: readonly Status[] }[] = [
  { to: 'open', holds: ['draft', 'open'] },
  { to: 'planned', holds: ['planned'] },
  { to: 'scheduled', holds: ['scheduled'] },
  { to: 'in_progress', holds: ['in_progress'] },
  { to: 'on_hold', holds: ['on_hold'] },
  { to: 'completed', holds: ['completed'] },
]

const asking = (to: Status) => to === 'on_hold' || to === 'completed' || to === 'cancelled'

/** Cards by state. A card is dragged with a mouse and moved with its menu by key or finger. */
export default function Board({ query, onOpen }: Props) {
  const t = useT()
  const [dragged, setDragged] = useState<WorkOrderRow>()
  const [pending, setPending] = useState<{ order: WorkOrderRow; to: Status }>()
  const [moving, setMoving] = useState<WorkOrderRow>()
  const transition = useTransition(moving ?? { id: '' }, (result) =>
    toast(t('work_orders.board.moved', { number: result.number, status: t(`work_orders.status.${result.status}`) })),
  )
  const send = (order: WorkOrderRow, step: Step) => {
    setPending(undefined)
    setMoving(order)
    transition.mutate({ ...step, id: order.id })
  }
  const move = (order: WorkOrderRow, to: Status) => {
    const action = order.actions?.find((one) => one.to === to)
    if (!action?.allowed) {
      toast(action?.reason ?? t('work_orders.board.no_way', { status: t(`work_orders.status.${to}`) }), { tone: 'red' })
    } else if (asking(to) || action.needs.length) setPending({ order, to })
    else send(order, { to })
  }
  const wanted = query.status === 'active' ? [] : listed(query.status ?? undefined)
  const shown = columns.filter(({ holds }) => !wanted.length || holds.some((status) => wanted.includes(status)))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by key.
    <section className={styles.board} aria-label={t('work_orders.layout.board')} tabIndex={0}>
      {shown.map(({ to, holds }) => (
        <Column
          key={to}
          to={to}
          holds={holds}
          query={query}
          dragged={dragged}
          movingId={transition.isPending ? moving?.id : undefined}
          onDrag={setDragged}
          onMove={move}
          onOpen={onOpen}
        />
      ))}
      <Suspense>
        {pending && (
          <StepSheet
            to={pending.to}
            title={`#${pending.order.number} ${pending.order.title}`}
            onStep={(step) => send(pending.order, step)}
            onClose={() => setPending(undefined)}
          />
        )}
      </Suspense>
    </section>
  )
}

interface ColumnProps {
  to: Status
  holds: readonly Status[]
  query: WorkOrderQuery
  dragged: WorkOrderRow | undefined
  movingId: string | undefined
  onDrag: (order: WorkOrderRow | undefined) => void
  onMove: (order: WorkOrderRow, to: Status) => void
  onOpen: (id: string) => void
}

/** Midnight a week ago: the same instant all day, so that the question stays the same. */
const weekAgo = () => addDays(startOfDay(new Date()), -7).toISOString()

function Column({ to, holds, query, dragged, movingId, onDrag, onMove, onOpen }: ColumnProps) {
  const t = useT()
  const locale = useLocale()
  const [over, setOver] = useState(false)
  const own: WorkOrderQuery = {
    ...query,
    status: holds.join(','),
    ...(to === 'completed' && { completed_from: weekAgo() }),
  }
  const orders = useOrders({ ...own, include: 'actions' })
  const count = useCounts(own)?.total
  const action = dragged && !holds.includes(dragged.status) ? dragged.actions?.find((one) => one.to === to) : undefined
  const target = dragged && !holds.includes(dragged.status)
  const refusal = target && over && !action?.allowed
  const onDragOver = (event: DragEvent) => {
    if (!target) return
    event.preventDefault()
    setOver(true)
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (dragged && target) onMove(dragged, to)
    onDrag(undefined)
  }
  return (
    <section
      className={styles.column}
      aria-label={t(`work_orders.status.${to}`)}
      data-empty={orders.rows?.length === 0 || undefined}
      data-over={(target && over && !refusal) || undefined}
      data-refused={refusal || undefined}
      onDragOver={onDragOver}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node) && setOver(false)}
      onDrop={onDrop}
    >
      <h2>
        <WorkOrderStatus status={to} />
        {to === 'completed' && <small>{t('work_orders.board.week')}</small>}
        <em className="num">{count === undefined ? '' : formatNumber(count, locale)}</em>
      </h2>
      {refusal && (
        <p className={styles.refusal}>
          {action?.reason ?? t('work_orders.board.no_way', { status: t(`work_orders.status.${to}`) })}
        </p>
      )}
      <div className={styles.cards}>
        {!orders.rows && !orders.isError && <SkeletonCards cards={3} height={92} />}
        {orders.isError && !orders.rows && (
          <ErrorState
            what={t('work_orders.the_orders')}
            {...problemProps(orders.error)}
            onRetry={() => void orders.refetch()}
          />
        )}
        {orders.rows?.map((order) => (
          <BoardCard
            key={order.id}
            order={order}
            moving={order.id === movingId}
            onDrag={onDrag}
            onMove={(status) => onMove(order, status)}
            onOpen={onOpen}
          />
        ))}
        {orders.rows?.length === 0 && <p className={styles.none}>{t('work_orders.board.none')}</p>}
        {orders.hasNextPage && (
          <button type="button" className={styles.more} onClick={orders.more}>
            {t('work_orders.board.more')}
          </button>
        )}
      </div>
    </section>
  )
}
