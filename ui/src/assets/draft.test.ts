import { expect, it } from 'vitest'
import { toDraft, toNew, toPatch } from './draft'
import type { Asset } from './queries'

const asset = {
  ...({} as Asset),
  id: 'a',
  code: 'P-101',
  name: 'Feed pump',
  aliases: ['pump one'],
  path: [],
  attributes: { 'rated power': 7.5 } as never,
  criticality: 'high',
  status: 'running',
  identities: [{ system: 'sap', external_id: '4711' }],
  version: 3,
} satisfies Asset

const power = [{ name: 'rated power', unit: 'kW', kind: 'number' as const }]

it('sends nothing but the version when nothing changed', () => {
  expect(toPatch(toDraft(asset), asset, power)).toEqual({ version: 3 })
})

it('sends emptied fields as null and keeps foreign identities', () => {
  const draft = { ...toDraft(asset), barcode: '4006381', attributes: { 'rated power': '' } }
  expect(toPatch(draft, asset, power)).toEqual({
    version: 3,
    attributes: { 'rated power': null },
    identities: [
      { system: 'sap', external_id: '4711' },
      { system: 'barcode', external_id: '4006381' },
    ],
  })
})

it('leaves empty fields out of a new asset', () => {
  const draft = { ...toDraft(), code: ' P-9 ', name: 'Fan', aliases: 'blower, , vent' }
  expect(toNew(draft, power)).toEqual({
    code: 'P-9',
    name: 'Fan',
    aliases: ['blower', 'vent'],
    attributes: {},
    criticality: 'medium',
    status: 'running',
  })
})
