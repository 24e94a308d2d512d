import { expect, it } from 'vitest'
import { blank, clean, doubtOf, numberOf, press, toReading } from './entry'
import type { Meter } from './queries'

const meter = (more: Partial<Meter>) =>
  ({ kind: 'counter', latest: { value: 100 }, choices: [], path: [], ...more }) as unknown as Meter

it('types on the pad as on a calculator', () => {
  const typed = (keys: string[]) => keys.reduce(press, '')
  expect(typed(['1', '2', '.', '5'])).toBe('12.5')
  expect(typed(['.', '5'])).toBe('0.5')
  expect(typed(['0', '7'])).toBe('7')
  expect(typed(['5', '-'])).toBe('-5')
  expect(typed(['5', '-', '-', 'back', '3'])).toBe('3')
  expect(typed(['1', '.', '.', '2'])).toBe('1.2')
  expect(typed(['-', '.', '4'])).toBe('-0.4')
  expect(numberOf(typed([...'1.2345678']))).toBe(1.234567)
  expect([numberOf(''), numberOf('-'), numberOf('7.')]).toEqual([null, null, 7])
  expect(clean(' 1 234,5 h')).toBe('1234.5')
})

it('doubts a counter that shrank and what is unusual', () => {
  expect(doubtOf(meter({}), 99)).toBe('lower')
  expect(doubtOf(meter({}), 100)).toBeUndefined()
  const gauge = meter({ kind: 'gauge', expected_from: 2, expected_to: 6 })
  expect([1.9, 2, 6, 6.1].map((value) => doubtOf(gauge, value))).toEqual(['below', undefined, undefined, 'above'])
})

it('sends what was typed and nothing that was not', () => {
  expect(toReading(meter({}), blank, null, 'k')).toBeNull()
  expect(toReading(meter({}), { ...blank, text: '120', rollover: true }, null, 'k')).toEqual({ value: 120, key: 'k' })
  expect(toReading(meter({}), { ...blank, text: '7', rollover: true, note: ' x ' }, null, 'k')).toEqual({
    value: 7,
    key: 'k',
    rollover: true,
    note: 'x',
  })
  const oil = meter({ kind: 'characteristic' })
  expect(toReading(oil, { ...blank, choice: 'Milky', uncertain: true }, new Date(0), 'k')).toEqual({
    choice: 'Milky',
    key: 'k',
    recorded_at: '1970-01-01T00:00:00.000Z',
    quality: 'uncertain',
  })
})
