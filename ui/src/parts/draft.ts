import type { Schemas } from '@/api/client'
import type { Part } from './queries'

type NewPart = Schemas['NewPart']
type PartPatch = Schemas['PartPatch']

export interface Rule {
  storeroom_id: string
  minimum: number | null
  maximum: number | null
}

/** What the form holds. */
export interface PartDraft {
  number: string
  name: string
  aliases: string
  description: string
  unit: string
  category: string
  manufacturer_part_number: string
  barcode: string
  default_bin_id: string
  stocking: Rule[]
}

export const toDraft = (part?: Part): PartDraft => ({
  number: part?.number ?? '',
  name: part?.name ?? '',
  aliases: part?.aliases.join(', ') ?? '',
  description: part?.description ?? '',
  unit: part?.unit ?? '{each}',
  category: part?.category ?? '',
  manufacturer_part_number: part?.manufacturer_part_number ?? '',
  barcode: part?.barcode ?? '',
  default_bin_id: part?.default_bin_id ?? '',
  stocking: (part?.stocking ?? []).map((rule) => ({
    storeroom_id: rule.storeroom_id,
    minimum: rule.minimum,
    maximum: rule.maximum ?? null,
  })),
})

const list = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

/** Storerooms without a minimum have no rule. */
const rules = (stocking: readonly Rule[]) =>
  stocking.flatMap(({ storeroom_id, minimum, maximum }) =>
    minimum === null ? [] : [{ storeroom_id, minimum, ...(maximum !== null && { maximum }) }],
  )

const texts = ['description', 'category', 'manufacturer_part_number', 'barcode', 'default_bin_id'] as const

export function toNew(draft: PartDraft): NewPart {
  const optional = Object.fromEntries(
    texts.map((name) => [name, draft[name].trim()]).filter(([, text]) => text),
  ) as Partial<NewPart>
  return {
    ...optional,
    ...(draft.number.trim() && { number: draft.number.trim() }),
    name: draft.name.trim(),
    aliases: list(draft.aliases),
    unit: draft.unit,
    stocking: rules(draft.stocking),
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Only what differs from the record. */
export function toPatch(draft: PartDraft, part: Part): PartPatch {
  const before = toDraft(part)
  const changed: PartPatch = { version: part.version }
  for (const name of ['number', 'name', 'unit'] as const) {
    if (draft[name].trim() !== before[name]) changed[name] = draft[name].trim()
  }
  for (const name of texts) {
    if (draft[name].trim() !== before[name]) changed[name] = draft[name].trim() || null
  }
  if (!same(list(draft.aliases), list(before.aliases))) changed.aliases = list(draft.aliases)
  if (!same(rules(draft.stocking), rules(before.stocking))) changed.stocking = rules(draft.stocking)
  return changed
}
