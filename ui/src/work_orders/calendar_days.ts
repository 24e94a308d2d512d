import { addDays, startOfDay, toDateField } from '@/lib/dates'
import type { WorkOrderRow } from './search'

export type Period = 'month' | 'week' | 'agenda'

const agendaDays = 14

/** Monday first. */
export const startOfWeek = (day: Date) => addDays(startOfDay(day), -((day.getDay() + 6) % 7))

/** The days that a period shows: whole weeks of a month, one week, or two weeks from a day on. */
export function daysOf(period: Period, day: Date): Date[] {
  const first =
    period === 'agenda'
      ? startOfDay(day)
      : startOfWeek(period === 'week' ? day : new Date(day.getFullYear(), day.getMonth(), 1))
  const nextMonth = new Date(day.getFullYear(), day.getMonth() + 1, 1)
  const days: Date[] = []
  for (let next = first; ; next = addDays(next, 1)) {
    const full = period === 'agenda' ? agendaDays : 7
    const done = period === 'month' ? days.length % 7 === 0 && next >= nextMonth : days.length >= full
    if (done) return days
    days.push(next)
  }
}

/** A day in the period before (−1) or after (1). */
export function step(period: Period, day: Date, by: 1 | -1): Date {
  if (period === 'month') return new Date(day.getFullYear(), day.getMonth() + by, 1)
  return addDays(day, by * (period === 'week' ? 7 : agendaDays))
}

/** Where an order stands in the calendar: when it is planned, else when it is due. */
export const placeInTime = (order: WorkOrderRow): 'planned_start_at' | 'due_at' | undefined =>
  order.planned_start_at ? 'planned_start_at' : order.due_at ? 'due_at' : undefined

/** Orders by day (`2026-11-24`), each day in order of time. An order that came twice stands once. */
export function byDay(orders: readonly WorkOrderRow[]): Map<string, WorkOrderRow[]> {
  const at = (order: WorkOrderRow) => order[placeInTime(order) ?? 'due_at'] ?? ''
  const once = [...new Map(orders.map((order) => [order.id, order])).values()]
  const days = new Map<string, WorkOrderRow[]>()
  for (const order of once.sort((a, b) => at(a).localeCompare(at(b)) || a.number - b.number)) {
    if (!at(order)) continue
    const day = toDateField(new Date(at(order)))
    days.set(day, [...(days.get(day) ?? []), order])
  }
  return days
}
