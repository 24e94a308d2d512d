import { describe, expect, it } from 'vitest'
import { datePresets, dueIn, formatDay, fromDateField, toDateField } from './dates'

const now = new Date(2026, 10, 24, 9, 40)

describe('dueIn', () => {
  it.each([
    [new Date(2026, 10, 24, 9, 39, 30), { kind: 'late', unit: 'minute', count: 1 }],
    [new Date(2026, 10, 24, 8, 30), { kind: 'late', unit: 'hour', count: 1 }],
    [new Date(2026, 10, 21, 9, 0), { kind: 'late', unit: 'day', count: 3 }],
  ])('%s is late', (at, expected) => expect(dueIn(at, now)).toEqual(expected))

  it('counts calendar days, not 24-hour steps', () => {
    expect(dueIn(new Date(2026, 10, 24, 23, 59), now).kind).toBe('today')
    expect(dueIn(new Date(2026, 10, 25, 0, 1), now).kind).toBe('tomorrow')
    expect(dueIn(new Date(2026, 10, 26, 0, 1), now).kind).toBe('later')
  })
})

it('shows the year only when it is another one', () => {
  expect(formatDay(new Date(2026, 10, 26), 'en-GB', now)).toBe('Thu 26 Nov')
  expect(formatDay(new Date(2025, 10, 26), 'en-GB', now)).toBe('26 Nov 2025')
})

it('reads and writes date fields, and refuses 31 February', () => {
  expect(toDateField(now)).toBe('2026-11-24')
  expect(fromDateField('2026-11-24')).toEqual(new Date(2026, 10, 24))
  expect(fromDateField('2026-02-31')).toBeNull()
})

it('offers the coming Friday, and Monday once Friday is here', () => {
  const weekday = (at: Date) => datePresets(at)[2]?.at.toDateString()
  expect(weekday(now)).toBe('Fri Nov 27 2026')
  expect(weekday(new Date(2026, 10, 26))).toBe('Mon Nov 30 2026')
  expect(weekday(new Date(2026, 10, 27))).toBe('Mon Nov 30 2026')
  expect(weekday(new Date(2026, 10, 29))).toBe('Fri Dec 04 2026')
})
