import { expect, it } from 'vitest'
import { toDraft, toNew, toPatch, toPreview } from './draft'

const now = new Date(2026, 10, 23)
const draft = { ...toDraft(now), name: 'Grease the bearings', assets: [{ id: 'a', label: 'Pump' }] }

it('asks for the same preview while the name is typed', () => {
  expect(toPreview({ ...draft, name: 'Grease' })).toEqual(toPreview(draft))
  expect(toPreview({ ...draft, lead_days: 3 })).not.toEqual(toPreview(draft))
})

it('leaves what is not set to the server', () => {
  expect(toNew(draft).template).toEqual({ assignee_ids: [], asset_ids: ['a'] })
})

it('sends only what differs', () => {
  expect(toPatch(draft, draft, 5)).toEqual({ version: 5 })
  expect(toPatch({ ...draft, ends_on: '' }, { ...draft, ends_on: '2027-01-01' }, 5)).toEqual({
    version: 5,
    ends_on: null,
  })
})
