import type { Schemas } from '@/api/client'
import { dueIn } from '@/lib/dates'
import { priorityLevel } from '@/work_orders/marks'

type WorkOrder = Schemas['WorkOrderRow']

export interface Plan {
  /** What is being worked on; the most recently changed one when there are several. */
  running: WorkOrder | undefined
  late: WorkOrder[]
  today: WorkOrder[]
  later: WorkOrder[]
  /** Estimated minutes of everything late and due today, the running job included. */
  minutes: number
}

const dueTime = (order: WorkOrder) => (order.due_at ? Date.parse(order.due_at) : Number.POSITIVE_INFINITY)

/** Most urgent first, then what is due first; then by number, so that nothing jumps. */
const inOrder = (a: WorkOrder, b: WorkOrder) =>
  priorityLevel(b.priority) - priorityLevel(a.priority) || dueTime(a) - dueTime(b) || a.number - b.number

/** Sorts one person's open work into what is running, late, due today and coming up. */
export function planDay(orders: readonly WorkOrder[], now: Date): Plan {
  const running = orders
    .filter((order) => order.status === 'in_progress')
    .sort((a, b) => b.updated_at.localeCompare(a.updated_at))[0]
  const waiting = orders.filter((order) => order !== running).sort(inOrder)
  const kind = (order: WorkOrder) => (order.due_at ? dueIn(order.due_at, now).kind : 'later')
  const late = waiting.filter((order) => kind(order) === 'late')
  const today = waiting.filter((order) => kind(order) === 'today')
  const later = waiting.filter((order) => !late.includes(order) && !today.includes(order))
  const urgentNow = [...late, ...today, ...(running ? [running] : [])]
  return {
    running,
    late,
    today,
    later,
    minutes: urgentNow.reduce((sum, order) => sum + (order.estimated_minutes ?? 0), 0),
  }
}

/** Hour of the day → greeting. */
export const greeting = (now: Date) => (now.getHours() < 12 ? 'morning' : now.getHours() < 18 ? 'afternoon' : 'evening')
