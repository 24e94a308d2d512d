import { expect, it } from 'vitest'
import { runs, scale, ticks, timeTicks } from './scale'

it('finds round numbers around the values', () => {
  expect(ticks(61.2, 84.9)).toEqual([60, 70, 80, 90])
  expect(ticks(0, 1)).toEqual([0, 0.25, 0.5, 0.75, 1])
  expect(ticks(5, 5).length).toBeGreaterThan(1)
  expect(ticks(-3, 3)).toEqual([-4, -2, 0, 2, 4])
})

it('places numbers on a line', () => {
  expect([0, 5, 10].map(scale(0, 10, 100, 0))).toEqual([100, 50, 0])
  expect(scale(3, 3, 0, 10)(3)).toBe(5)
})

it('names full hours and days', () => {
  const day = new Date(2026, 10, 3, 9, 20)
  const hours = timeTicks(day, new Date(2026, 10, 3, 21, 0), 6)
  expect(hours.map((at) => at.getHours())).toEqual([10, 12, 14, 16, 18, 20])
  const days = timeTicks(day, new Date(2026, 10, 10, 9), 7)
  expect(days.map((at) => [at.getDate(), at.getHours()])).toEqual([4, 5, 6, 7, 8, 9, 10].map((one) => [one, 0]))
})

it('draws no line over the moment at which a counter began again', () => {
  const at = (day: number) => ({ at: `2026-11-0${day}T08:00:00Z` })
  const points = [1, 2, 3, 4].map(at)
  expect(runs(points, ['2026-11-02T20:00:00Z'])).toEqual([points.slice(0, 2), points.slice(2)])
  // What is read at that very moment comes after it.
  expect(runs(points, [at(3).at])).toEqual([points.slice(0, 2), points.slice(2)])
  expect(runs(points, [])).toEqual([points])
})
