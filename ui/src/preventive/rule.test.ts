import { expect, it } from 'vitest'
import { freshRule, readTrigger, weekdayWord, writeTrigger } from './rule'

const now = new Date(2026, 10, 23)
const rule = { ...freshRule(now), every: 2 }

it('writes only what the unit can say', () => {
  const noisy = { ...rule, unit: 'week' as const, weekdays: ['friday', 'monday'] as never, on: 'day' as const }
  expect(writeTrigger(noisy)).toEqual({
    kind: 'calendar',
    starts_on: '2026-11-23',
    basis: 'fixed',
    every: { every: 2, unit: 'week', weekdays: ['monday', 'friday'] },
  })
  expect(writeTrigger({ ...rule, unit: 'month', on: 'day', month_day: -1 })).toMatchObject({
    every: { every: 2, unit: 'month', month_day: -1 },
  })
})

it('reads back what it wrote', () => {
  const first = { ...rule, unit: 'year' as const, on: 'weekday' as const, week_of_month: -1, months: [3, 9] }
  expect(readTrigger(writeTrigger(first), now)).toEqual(first)
})

it('keeps a rule that the sentence cannot say', () => {
  const trigger = { kind: 'calendar' as const, rrule: 'FREQ=DAILY;BYSETPOS=2', starts_on: '2026-01-01' }
  expect(writeTrigger(readTrigger(trigger, now))).toEqual({ ...trigger, basis: 'fixed' })
})

it('names weekdays in the language of the person', () => {
  expect(weekdayWord('monday', 'es')).toBe('lunes')
})
