import { addDays, startOfDay } from '@/lib/dates'

const endOfWork = 17

/** A day chosen without a time means the end of the working day, or of the day itself once that has passed. */
export function dueAt(day: Date, now: Date): Date {
  const at = new Date(startOfDay(day).setHours(endOfWork))
  return +at > +now ? at : new Date(+addDays(startOfDay(day), 1) - 60_000)
}

/** Moves an instant to another day and keeps its time of day. */
export function moveToDay(at: Date, day: Date): Date {
  const moved = startOfDay(day)
  moved.setHours(at.getHours(), at.getMinutes(), 0, 0)
  return moved
}

/** `14:40` for a time field. */
export const toTimeField = (at: Date) =>
  `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`

/** A day and the value of a time field as one instant; the end of the working day where no time is given. */
export function atTime(day: Date, time: string, now: Date): Date {
  const match = /^(\d{2}):(\d{2})$/.exec(time)
  if (!match) return dueAt(day, now)
  const at = startOfDay(day)
  at.setHours(Number(match[1]), Number(match[2]))
  return at
}
