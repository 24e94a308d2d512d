import { expect, it } from 'vitest'
import { toDraft, toNew, toPatch } from './draft'

const asset = { id: 'pump', label: 'Pump' }

it('sends what its kind has and nothing else', () => {
  const counter = {
    ...toDraft(undefined, asset),
    name: ' Hours ',
    kind: 'counter' as const,
    unit: 'h',
    rollover_value: 1000,
  }
  expect(toNew(counter)).toEqual({
    name: 'Hours',
    kind: 'counter',
    unit: 'h',
    asset_id: 'pump',
    rollover_value: 1000,
    average_days: 30,
  })
  const oil = { ...counter, kind: 'characteristic' as const, choices: 'Clear\n\n Milky ' }
  expect(toNew(oil)).toEqual({
    name: 'Hours',
    kind: 'characteristic',
    choices: ['Clear', 'Milky'],
    asset_id: 'pump',
    average_days: 30,
  })
})

it('patches only what differs, and empties with null', () => {
  const before = { ...toDraft(undefined, asset), name: 'Hours', expected_to: 5, description: 'x' }
  expect(toPatch(before, before, 3)).toEqual({ version: 3 })
  const after = { ...before, expected_to: null, description: '', asset: null, location: { id: 'hall', label: 'Hall' } }
  expect(toPatch(after, before, 3)).toEqual({
    version: 3,
    expected_to: null,
    description: null,
    location_id: 'hall',
  })
})
