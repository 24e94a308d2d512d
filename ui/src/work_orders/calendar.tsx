import { ActionIcon, Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { $api, api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { usePhone } from '@/kit/media'
import { Segments } from '@/kit/segments'
import { toast } from '@/kit/toast'
import { addDays, formatDay, fromDateField, startOfDay, toDateField } from '@/lib/dates'
import { Agenda } from './agenda'
import styles from './calendar.module.css'
import { byDay, daysOf, type Period, placeInTime, step } from './calendar_days'
import { CalendarGrid } from './calendar_grid'
import { moveToDay } from './due'
import { changed, type ListSearch, type WorkOrderQuery, type WorkOrderRow } from './search'

const DueSheet = lazy(() => import('./due_sheet'))

interface Props {
  query: WorkOrderQuery
  search: ListSearch
  onSearch: (search: ListSearch) => void
  onOpen: (id: string) => void
}

const most = 200

function useRange(query: WorkOrderQuery, days: readonly Date[]) {
  const { sort: _, ...filters } = query
  const from = (days[0] ?? new Date()).toISOString()
  const to = addDays(days.at(-1) ?? new Date(), 1).toISOString()
  const due = $api.useQuery('get', '/api/v1/work-orders', {
    params: { query: { ...filters, due_from: from, due_to: to, limit: most } },
  })
  const planned = $api.useQuery('get', '/api/v1/work-orders', {
    params: { query: { ...filters, planned_from: from, planned_to: to, limit: most } },
  })
  const both = [due, planned]
  return {
    orders: both.flatMap((one) => one.data?.items ?? []),
    loading: both.some((one) => one.isPending),
    cut: both.some((one) => one.data?.next),
    failed: both.find((one) => one.isError && !one.data),
    retry: () => both.forEach((one) => void one.refetch()),
  }
}

/** Moves an order to another instant; its planned end moves along. */
function useReschedule() {
  const t = useT()
  const locale = useLocale()
  const write = useWrite(
    ({ order, at }: { order: WorkOrderRow; at: Date }) => {
      const field = placeInTime(order) ?? 'due_at'
      const shift = order.planned_start_at ? +at - Date.parse(order.planned_start_at) : 0
      const end = order.planned_end_at ? new Date(Date.parse(order.planned_end_at) + shift).toISOString() : undefined
      const body =
        field === 'due_at'
          ? { due_at: at.toISOString() }
          : { planned_start_at: at.toISOString(), ...(end && { planned_end_at: end }) }
      return api.PATCH('/api/v1/work-orders/{id}', { params: { path: { id: order.id } }, body })
    },
    {
      refresh: [
        ['get', '/api/v1/work-orders'],
        ['get', '/api/v1/work-orders/counts'],
      ],
    },
  )
  return (order: WorkOrderRow, at: Date) => {
    const before = order[placeInTime(order) ?? 'due_at']
    const moved = (to: Date, undo?: () => void) =>
      toast(
        t('work_orders.calendar.moved', { number: order.number, day: formatDay(to, locale, new Date()) }),
        undo && { undo },
      )
    write.mutate(
      { order, at },
      {
        onSuccess: () =>
          moved(
            at,
            before
              ? () =>
                  write.mutate({
                    order: { ...order, ...(order.planned_start_at && { planned_start_at: at.toISOString() }) },
                    at: new Date(before),
                  })
              : undefined,
          ),
      },
    )
  }
}

/** Orders where they are planned or due. Dragged to another day, or moved by their own button. */
export default function Calendar({ query, search, onSearch, onOpen }: Props) {
  const t = useT()
  const locale = useLocale()
  const phone = usePhone()
  const today = startOfDay(new Date())
  const day = (search.day && fromDateField(search.day)) || today
  const period: Period = phone ? 'agenda' : (search.period ?? 'month')
  const days = daysOf(period, day)
  const range = useRange(query, days)
  const reschedule = useReschedule()
  const [moving, setMoving] = useState<WorkOrderRow>()
  const show = (at: Date) => onSearch(changed(search, { day: +at === +today ? undefined : toDateField(at) }))
  useHotkeys([
    ['T', () => show(today)],
    ['ArrowLeft', () => show(step(period, day, -1))],
    ['ArrowRight', () => show(step(period, day, 1))],
  ])
  const month = new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' })
  const span = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' })
  const title = period === 'month' ? month.format(day) : span.formatRange(days[0] ?? day, days.at(-1) ?? day)
  const grouped = byDay(range.orders)
  const moveTo = (order: WorkOrderRow, to: Date) => {
    const at = order[placeInTime(order) ?? 'due_at']
    if (at) reschedule(order, moveToDay(new Date(at), to))
  }
  const shared = { days, byDay: grouped, onOpen, onMove: setMoving }
  return (
    <div className={styles.calendar}>
      <div className={styles.bar}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('work_orders.calendar.before')}
          onClick={() => show(step(period, day, -1))}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
        <h2 aria-live="polite">{title}</h2>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t('work_orders.calendar.after')}
          onClick={() => show(step(period, day, 1))}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
        <Button variant="default" onClick={() => show(today)}>
          {t('kit.date.today')}
        </Button>
        {!phone && (
          <div className={styles.end}>
            <Segments<Period>
              label={t('work_orders.calendar.period')}
              value={period}
              options={(['month', 'week', 'agenda'] as const).map((value) => ({
                value,
                label: t(`work_orders.calendar.${value}`),
              }))}
              onChange={(next) => onSearch(changed(search, { period: next === 'month' ? undefined : next }))}
            />
          </div>
        )}
      </div>
      {range.cut && <p className={styles.cut}>{t('work_orders.calendar.cut', { count: most })}</p>}
      {range.failed ? (
        <ErrorState what={t('work_orders.the_orders')} {...problemProps(range.failed.error)} onRetry={range.retry} />
      ) : period === 'agenda' ? (
        <Agenda {...shared} loading={range.loading} />
      ) : (
        <CalendarGrid
          {...shared}
          month={period === 'month' ? day.getMonth() : undefined}
          today={today}
          busy={range.loading}
          onDrop={moveTo}
          onDay={(at) => onSearch(changed(search, { period: 'agenda', day: toDateField(at) }))}
        />
      )}
      <Suspense>
        {moving && (
          <DueSheet
            title={t(
              placeInTime(moving) === 'planned_start_at' ? 'work_orders.calendar.plan' : 'work_orders.due.title',
            )}
            value={moving[placeInTime(moving) ?? 'due_at']}
            onDone={(at) => at && reschedule(moving, new Date(at))}
            onClose={() => setMoving(undefined)}
          />
        )}
      </Suspense>
    </div>
  )
}
