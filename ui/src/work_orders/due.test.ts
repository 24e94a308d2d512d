import { expect, it } from 'vitest'
import { atTime, dueAt, moveToDay } from './due'

const morning = new Date(2026, 10, 24, 9, 40)
const day = (date: number) => new Date(2026, 10, date)

it('means the end of work when a day has no time', () => {
  expect(dueAt(day(24), morning)).toEqual(new Date(2026, 10, 24, 17))
  expect(dueAt(day(26), morning)).toEqual(new Date(2026, 10, 26, 17))
})

it('is never late at once: after work it means midnight', () => {
  expect(dueAt(day(24), new Date(2026, 10, 24, 18))).toEqual(new Date(2026, 10, 24, 23, 59))
})

it('keeps the time of day when the day moves', () => {
  expect(moveToDay(new Date(2026, 10, 20, 6, 30), day(27))).toEqual(new Date(2026, 10, 27, 6, 30))
})

it('reads a time field', () => {
  expect(atTime(day(25), '08:15', morning)).toEqual(new Date(2026, 10, 25, 8, 15))
  expect(atTime(day(25), '', morning)).toEqual(new Date(2026, 10, 25, 17))
})
