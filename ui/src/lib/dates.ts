/** Calendar arithmetic and wording-free date formatting. Everything takes the locale; nothing reads the browser's. */

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export type Due =
  | { kind: 'late'; unit: 'minute' | 'hour' | 'day'; count: number }
  | { kind: 'today' | 'tomorrow' | 'later'; at: Date }

export const startOfDay = (at: Date) => new Date(at.getFullYear(), at.getMonth(), at.getDate())

export function addDays(at: Date, days: number): Date {
  const moved = new Date(at)
  moved.setDate(moved.getDate() + days)
  return moved
}

/** Whole calendar days from `from` to `to`, negative for the past; a day with a clock change is still one day. */
export const daysBetween = (from: Date, to: Date) => Math.round((+startOfDay(to) - +startOfDay(from)) / day)

/** What to say about a due date: how late it is, or how near. */
export function dueIn(at: string | Date, now: Date): Due {
  const due = new Date(at)
  const late = +now - +due
  if (late > 0) {
    if (late < hour) return { kind: 'late', unit: 'minute', count: Math.max(1, Math.floor(late / minute)) }
    if (late < day) return { kind: 'late', unit: 'hour', count: Math.floor(late / hour) }
    return { kind: 'late', unit: 'day', count: Math.floor(late / day) }
  }
  const days = daysBetween(now, due)
  return { kind: days === 0 ? 'today' : days === 1 ? 'tomorrow' : 'later', at: due }
}

const formatters = new Map<string, Intl.DateTimeFormat>()
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, options)
  formatters.set(key, made)
  return made
}

/** “14:40” or “2:40 PM”, as the locale has it. */
export const formatTime = (at: Date, locale: string) =>
  formatter(locale, { hour: 'numeric', minute: '2-digit' }).format(at)

/** “Thu 26 Nov”; the year is added when it is not this one. */
export function formatDay(at: Date, locale: string, now: Date): string {
  const sameYear = at.getFullYear() === now.getFullYear()
  const options: Intl.DateTimeFormatOptions = sameYear
    ? { weekday: 'short', day: 'numeric', month: 'short' }
    : { day: 'numeric', month: 'short', year: 'numeric' }
  return formatter(locale, options)
    .format(at)
    .replace(/^(\p{L}+), (\d)/u, '$1 $2')
}

/** “Tuesday 24 November”. */
export const formatLongDay = (at: Date, locale: string) =>
  formatter(locale, { weekday: 'long', day: 'numeric', month: 'long' }).format(at)

/** “24 Nov 2026, 14:40”. */
export const formatInstant = (at: Date, locale: string) =>
  formatter(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit' }).format(at)

/** The value of `<input type="date">` for a local day. */
export function toDateField(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** The local day of an `<input type="date">` value, at midnight; `null` when empty or impossible. */
export function fromDateField(value: string): Date | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  if (!match) return null
  const at = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  return at.getMonth() === Number(match[2]) - 1 ? at : null
}

export type DatePreset = { name: 'today' | 'tomorrow' | 'weekday' | 'two_weeks'; at: Date }

/** Today, tomorrow, the coming Friday (or Monday from Friday on), in two weeks. */
export function datePresets(now: Date): DatePreset[] {
  const today = startOfDay(now)
  const weekday = today.getDay()
  const toFriday = 5 - weekday
  const jump = toFriday >= 2 ? toFriday : (8 - weekday) % 7 || 7
  return [
    { name: 'today', at: today },
    { name: 'tomorrow', at: addDays(today, 1) },
    { name: 'weekday', at: addDays(today, jump) },
    { name: 'two_weeks', at: addDays(today, 14) },
  ]
}

/** “Friday”. */
export const formatWeekday = (at: Date, locale: string) => formatter(locale, { weekday: 'long' }).format(at)
