import { expect, it } from 'vitest'
import { toDraft, toNew, toPatch } from './draft'
import type { Part } from './queries'

const part = {
  ...({} as Part),
  number: 'P-7',
  name: 'Bearing 6204',
  aliases: [],
  unit: '{each}',
  stocking: [{ storeroom_id: 's', minimum: 2, maximum: 6 }],
  version: 4,
} satisfies Part

it('sends a rule only where a minimum is set', () => {
  const draft = {
    ...toDraft(),
    name: 'Bearing',
    stocking: [
      { storeroom_id: 'a', minimum: 0, maximum: null },
      { storeroom_id: 'b', minimum: null, maximum: 5 },
    ],
  }
  expect(toNew(draft)).toEqual({
    name: 'Bearing',
    aliases: [],
    unit: '{each}',
    stocking: [{ storeroom_id: 'a', minimum: 0 }],
  })
})

it('sends only what differs', () => {
  expect(toPatch({ ...toDraft(part), category: 'Bearings' }, part)).toEqual({ version: 4, category: 'Bearings' })
  expect(toPatch({ ...toDraft(part), stocking: [] }, part)).toEqual({ version: 4, stocking: [] })
})
