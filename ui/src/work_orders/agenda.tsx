import { useLocale, useT } from '@/i18n'
import { Avatars } from '@/kit/avatar'
import { Empty } from '@/kit/empty'
import { SkeletonCards } from '@/kit/skeleton'
import { formatLongDay, formatTime, toDateField } from '@/lib/dates'
import { paths } from '@/paths'
import styles from './calendar.module.css'
import { placeInTime } from './calendar_days'
import { placeOf } from './card'
import { isFinished, kindTone, WorkOrderStatus } from './marks'
import { MoveButton } from './move_button'
import { peopleOf } from './people'
import type { WorkOrderRow } from './search'

interface Props {
  days: readonly Date[]
  byDay: Map<string, WorkOrderRow[]>
  loading: boolean
  onOpen: (id: string) => void
  onMove: (order: WorkOrderRow) => void
}

/** Two weeks as a list, only the days that have something. */
export function Agenda({ days, byDay, loading, onOpen, onMove }: Props) {
  const t = useT()
  const locale = useLocale()
  const filled = days.filter((day) => byDay.has(toDateField(day)))
  if (!filled.length) return loading ? <SkeletonCards /> : <Empty title={t('work_orders.calendar.empty')} />
  return (
    <div className={styles.agenda}>
      {filled.map((day) => (
        <section key={+day}>
          <h3>{formatLongDay(day, locale)}</h3>
          <ul>
            {(byDay.get(toDateField(day)) ?? []).map((order) => (
              <li key={order.id} className={styles.item} style={kindTone(order.kind)}>
                <time className="num">
                  {formatTime(new Date(order[placeInTime(order) ?? 'due_at'] ?? day), locale)}
                </time>
                <a
                  href={paths.workOrder(order.id)}
                  onClick={(event) => {
                    if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
                    event.preventDefault()
                    onOpen(order.id)
                  }}
                >
                  <b dir="auto">{order.title}</b>
                  <small>{placeOf(order) || `#${order.number}`}</small>
                </a>
                <WorkOrderStatus status={order.status} />
                <Avatars people={peopleOf(order)} />
                {!isFinished(order.status) && <MoveButton order={order} onMove={onMove} />}
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
