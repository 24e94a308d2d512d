import { type DragEvent, useState } from 'react'
import { useLocale, useT } from '@/i18n'
import { formatLongDay, formatTime, toDateField } from '@/lib/dates'
import { paths } from '@/paths'
import styles from './calendar.module.css'
import { placeInTime } from './calendar_days'
import { isFinished, kindTone } from './marks'
import { MoveButton } from './move_button'
import type { WorkOrderRow } from './search'

interface Props {
  days: readonly Date[]
  byDay: Map<string, WorkOrderRow[]>
  /** The month shown; days of its neighbours are paler. Nothing for a week, which shows everything. */
  month: number | undefined
  today: Date
  busy: boolean
  onOpen: (id: string) => void
  onMove: (order: WorkOrderRow) => void
  onDrop: (order: WorkOrderRow, day: Date) => void
  onDay: (day: Date) => void
}

const fitsIn = 3

const weeksOf = (days: readonly Date[]) =>
  Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => days.slice(week * 7, week * 7 + 7))

/** A month or a week as a table of days. */
export function CalendarGrid(props: Props) {
  const t = useT()
  const locale = useLocale()
  const { days, month, busy } = props
  const [dragged, setDragged] = useState<WorkOrderRow>()
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short' })
  return (
    <table
      className={styles.grid}
      data-week={month === undefined || undefined}
      aria-busy={busy}
      aria-label={t('work_orders.layout.calendar')}
    >
      <thead>
        <tr>
          {days.slice(0, 7).map((day) => (
            <th key={+day} scope="col">
              {weekday.format(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeksOf(days).map((week) => (
          <tr key={+(week[0] ?? 0)}>
            {week.map((day) => (
              <DayCell key={+day} day={day} dragged={dragged} onDrag={setDragged} {...props} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface CellProps extends Props {
  day: Date
  dragged: WorkOrderRow | undefined
  onDrag: (order: WorkOrderRow | undefined) => void
}

function DayCell({ day, dragged, onDrag, byDay, month, today, onOpen, onMove, onDrop, onDay }: CellProps) {
  const t = useT()
  const locale = useLocale()
  const [over, setOver] = useState(false)
  const orders = byDay.get(toDateField(day)) ?? []
  const shown = month === undefined ? orders : orders.slice(0, orders.length > fitsIn + 1 ? fitsIn : fitsIn + 1)
  const rest = orders.length - shown.length
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (dragged) onDrop(dragged, day)
    onDrag(undefined)
  }
  return (
    <td
      data-other={(month !== undefined && day.getMonth() !== month) || undefined}
      data-today={+day === +today || undefined}
      data-over={over || undefined}
      onDragOver={(event) => {
        if (!dragged) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <button type="button" className={styles.day} aria-label={formatLongDay(day, locale)} onClick={() => onDay(day)}>
        {day.getDate()}
      </button>
      <ul>
        {shown.map((order) => (
          <Entry
            key={order.id}
            order={order}
            tall={month === undefined}
            onOpen={onOpen}
            onMove={onMove}
            onDrag={onDrag}
          />
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" className={styles.rest} onClick={() => onDay(day)}>
          {t('work_orders.calendar.rest', { count: rest })}
        </button>
      )}
    </td>
  )
}

interface EntryProps {
  order: WorkOrderRow
  tall: boolean
  onOpen: (id: string) => void
  onMove: (order: WorkOrderRow) => void
  onDrag: (order: WorkOrderRow | undefined) => void
}

function Entry({ order, tall, onOpen, onMove, onDrag }: EntryProps) {
  const t = useT()
  const locale = useLocale()
  const place = placeInTime(order)
  const at = order[place ?? 'due_at']
  const finished = isFinished(order.status)
  const time = at ? formatTime(new Date(at), locale) : ''
  return (
    <li
      className={styles.entry}
      style={kindTone(order.kind)}
      data-finished={finished || undefined}
      draggable={!finished}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', String(order.number))
        onDrag(order)
      }}
      onDragEnd={() => onDrag(undefined)}
    >
      <a
        href={paths.workOrder(order.id)}
        draggable={false}
        title={order.title}
        onClick={(event) => {
          if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
          event.preventDefault()
          onOpen(order.id)
        }}
      >
        {place === 'planned_start_at' ? (
          <small>{time}</small>
        ) : (
          <small className={tall ? undefined : 'vh'}>{t('work_orders.calendar.due', { time: tall ? time : '' })}</small>
        )}
        <span dir="auto">{order.title}</span>
        {tall && order.asset && <em>{order.asset.code}</em>}
      </a>
      {!finished && <MoveButton order={order} onMove={onMove} />}
    </li>
  )
}
