import type { Schemas } from '@/api/client'
import { toDateField } from '@/lib/dates'

export type Trigger = Schemas['Trigger']
export type Unit = Schemas['IntervalUnit']
export type Weekday = Schemas['Weekday']

export const unitNames: readonly Unit[] = ['day', 'week', 'month', 'year']
export const weekdayNames: readonly Weekday[] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
]
/** 1 to 4, or -1 for the last. */
export const places = [1, 2, 3, 4, -1] as const
export const months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

/** The sentence that people build: every 2 weeks on Monday; every 3 months on the last day. */
export interface Rule {
  every: number
  unit: Unit
  weekdays: Weekday[]
  /** With months and years: the day it starts on, a day of the month, or a weekday's place in it. */
  on: 'start' | 'day' | 'weekday'
  month_day: number
  week_of_month: number
  weekday: Weekday
  months: number[]
  starts_on: string
  basis: Schemas['Basis']
  /** A rule that the sentence cannot say; kept as it is until another is chosen. */
  rrule?: string | undefined
}

export const freshRule = (now: Date): Rule => ({
  every: 1,
  unit: 'month',
  weekdays: [],
  on: 'start',
  month_day: 1,
  week_of_month: 1,
  weekday: 'monday',
  months: [],
  starts_on: toDateField(now),
  basis: 'fixed',
})

export function readTrigger(trigger: Trigger, now: Date): Rule {
  const fresh = freshRule(now)
  const common = { starts_on: trigger.starts_on, basis: trigger.basis ?? ('fixed' as const) }
  const { every } = trigger
  if (!every) return { ...fresh, ...common, rrule: trigger.rrule ?? undefined }
  const weekdays = every.weekdays ?? []
  const byPlace = every.week_of_month !== null && every.week_of_month !== undefined
  const byDay = every.month_day !== null && every.month_day !== undefined
  return {
    ...fresh,
    ...common,
    every: every.every,
    unit: every.unit,
    weekdays: byPlace ? [] : weekdays,
    on: byPlace ? 'weekday' : byDay ? 'day' : 'start',
    month_day: every.month_day ?? fresh.month_day,
    week_of_month: every.week_of_month ?? fresh.week_of_month,
    weekday: (byPlace && weekdays[0]) || fresh.weekday,
    months: every.months ?? [],
  }
}

export function writeTrigger(rule: Rule): Trigger {
  const common = { kind: 'calendar' as const, starts_on: rule.starts_on, basis: rule.basis }
  if (rule.rrule) return { ...common, rrule: rule.rrule }
  const monthly = rule.unit === 'month' || rule.unit === 'year'
  return {
    ...common,
    every: {
      every: rule.every,
      unit: rule.unit,
      ...(rule.unit === 'week' && { weekdays: weekdayNames.filter((day) => rule.weekdays.includes(day)) }),
      ...(monthly && rule.on === 'day' && { month_day: rule.month_day }),
      ...(monthly && rule.on === 'weekday' && { weekdays: [rule.weekday], week_of_month: rule.week_of_month }),
      ...(rule.unit === 'year' && rule.months.length > 0 && { months: [...rule.months].sort((a, b) => a - b) }),
    },
  }
}

/** “Monday”, in the person's language. 2024-01-01 was a Monday. */
export const weekdayWord = (day: Weekday, locale: string, length: 'long' | 'short' = 'long') =>
  new Intl.DateTimeFormat(locale, { weekday: length }).format(new Date(2024, 0, 1 + weekdayNames.indexOf(day)))

export const monthWord = (month: number, locale: string) =>
  new Intl.DateTimeFormat(locale, { month: 'short' }).format(new Date(2024, month - 1, 1))
