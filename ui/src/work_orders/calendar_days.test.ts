import { expect, it } from 'vitest'
import { toDateField } from '@/lib/dates'
import { byDay, daysOf, step } from './calendar_days'
import type { WorkOrderRow } from './search'

const day = (month: number, date: number) => new Date(2026, month - 1, date)
const order = (id: string, fields: Partial<WorkOrderRow>) => ({ id, number: 1, ...fields }) as WorkOrderRow

it('shows a month in whole weeks from Monday', () => {
  const days = daysOf('month', day(11, 24))
  expect(days).toHaveLength(42)
  expect(days[0]).toEqual(day(10, 26))
  expect(days.at(-1)).toEqual(day(12, 6))
  expect(daysOf('month', day(2, 10))).toHaveLength(35)
})

it('shows the week that holds a Sunday', () => {
  expect(daysOf('week', day(11, 29))[0]).toEqual(day(11, 23))
})

it('moves by its own length', () => {
  expect(step('month', day(1, 31), 1)).toEqual(day(2, 1))
  expect(step('week', day(11, 24), -1)).toEqual(day(11, 17))
  expect(step('agenda', day(11, 24), 1)).toEqual(day(12, 8))
})

it('puts an order once, where it is planned rather than where it is due', () => {
  const planned = order('a', { planned_start_at: day(11, 25).toISOString(), due_at: day(11, 27).toISOString() })
  const due = order('b', { due_at: day(11, 27).toISOString() })
  const days = byDay([planned, due, planned])
  expect([...days.entries()].map(([key, orders]) => [key, orders.map(({ id }) => id)])).toEqual([
    [toDateField(day(11, 25)), ['a']],
    [toDateField(day(11, 27)), ['b']],
  ])
})
