import type { Schemas } from '@/api/client'
import type { PickerOption } from '@/kit/picker'
import type { Meter, MeterKind } from './queries'

/** What the form of a meter holds. */
export interface MeterDraft {
  code: string
  name: string
  description: string
  kind: MeterKind
  unit: string
  /** One word a line, from good to bad. */
  choices: string
  asset: PickerOption | null
  location: PickerOption | null
  rollover_value: number | null
  expected_from: number | null
  expected_to: number | null
  average_days: number | null
  round_position: number | null
}

export const toDraft = (meter?: Meter, asset: PickerOption | null = null): MeterDraft => ({
  code: meter?.code ?? '',
  name: meter?.name ?? '',
  description: meter?.description ?? '',
  kind: meter?.kind ?? 'gauge',
  unit: meter?.unit ?? '',
  choices: meter?.choices.join('\n') ?? '',
  asset: meter?.asset_id ? { id: meter.asset_id, label: meter.asset ?? '…' } : asset,
  location: meter?.location_id ? { id: meter.location_id, label: meter.path.at(-1) ?? '…' } : null,
  rollover_value: meter?.rollover_value ?? null,
  expected_from: meter?.expected_from ?? null,
  expected_to: meter?.expected_to ?? null,
  average_days: meter?.average_days ?? 30,
  round_position: meter?.round_position ?? null,
})

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

export const toNew = (draft: MeterDraft): Schemas['NewMeter'] => ({
  name: draft.name.trim(),
  kind: draft.kind,
  ...(draft.code.trim() && { code: draft.code.trim() }),
  ...(draft.description.trim() && { description: draft.description.trim() }),
  ...(draft.kind === 'characteristic' ? { choices: lines(draft.choices) } : { unit: draft.unit.trim() }),
  ...(draft.asset ? { asset_id: draft.asset.id } : draft.location && { location_id: draft.location.id }),
  ...(draft.kind === 'counter' && draft.rollover_value !== null && { rollover_value: draft.rollover_value }),
  ...(draft.expected_from !== null && { expected_from: draft.expected_from }),
  ...(draft.expected_to !== null && { expected_to: draft.expected_to }),
  ...(draft.average_days !== null && { average_days: draft.average_days }),
  ...(draft.round_position !== null && { round_position: draft.round_position }),
})

/** Only what differs from the record. */
export function toPatch(draft: MeterDraft, before: MeterDraft, version: number): Schemas['MeterPatch'] {
  const place = draft.asset ? { asset_id: draft.asset.id } : draft.location && { location_id: draft.location.id }
  const moved = draft.asset?.id !== before.asset?.id || draft.location?.id !== before.location?.id
  const differs = <Name extends keyof MeterDraft>(name: Name) => draft[name] !== before[name]
  return {
    version,
    ...(differs('code') && draft.code.trim() && { code: draft.code.trim() }),
    ...(differs('name') && { name: draft.name.trim() }),
    ...(differs('description') && { description: draft.description.trim() || null }),
    ...(differs('unit') && { unit: draft.unit.trim() }),
    ...(differs('choices') && { choices: lines(draft.choices) }),
    ...(moved && place),
    ...(differs('rollover_value') && { rollover_value: draft.rollover_value }),
    ...(differs('expected_from') && { expected_from: draft.expected_from }),
    ...(differs('expected_to') && { expected_to: draft.expected_to }),
    ...(differs('average_days') && draft.average_days !== null && { average_days: draft.average_days }),
    ...(differs('round_position') && { round_position: draft.round_position }),
  }
}
