import type { Schemas } from '@/api/client'
import type { PickerOption } from '@/kit/picker'
import type { Asset, AssetClass, AssetStatus, Criticality } from './queries'

type NewAsset = Schemas['NewAsset']
type AssetPatch = Schemas['AssetPatch']
type AttributeKind = Schemas['AttributeKind']

export interface Attribute {
  name: string
  unit?: string | null | undefined
  kind: AttributeKind
}

/** What the form holds: texts as typed, records as picked. */
export interface AssetDraft {
  code: string
  name: string
  aliases: string
  description: string
  parent: PickerOption | null
  location: PickerOption | null
  class_id: string
  attributes: Record<string, string | number | boolean | null>
  criticality: Criticality
  status: AssetStatus
  serial_number: string
  manufacturer: string
  model: string
  purchase_on: string
  commissioned_on: string
  warranty_until: string
  replacement_value_minor: number | null
  barcode: string
}

const barcodeOf = (asset: Asset) => asset.identities.find((one) => one.system === 'barcode')?.external_id ?? ''

export function toDraft(asset?: Asset): AssetDraft {
  const above = asset?.path.at(-1)
  return {
    code: asset?.code ?? '',
    name: asset?.name ?? '',
    aliases: asset?.aliases.join(', ') ?? '',
    description: asset?.description ?? '',
    parent: above ? { id: above.id, label: above.name, detail: above.code } : null,
    location: asset?.location ? { id: asset.location.id, label: asset.location.name } : null,
    class_id: asset?.class_id ?? '',
    attributes: { ...(asset?.attributes as AssetDraft['attributes'] | undefined) },
    criticality: asset?.criticality ?? 'medium',
    status: asset?.status ?? 'running',
    serial_number: asset?.serial_number ?? '',
    manufacturer: asset?.manufacturer ?? '',
    model: asset?.model ?? '',
    purchase_on: asset?.purchase_on ?? '',
    commissioned_on: asset?.commissioned_on ?? '',
    warranty_until: asset?.warranty_until ?? '',
    replacement_value_minor: asset?.replacement_value_minor ?? null,
    barcode: asset ? barcodeOf(asset) : '',
  }
}

/** The class's own attributes after those it inherits. */
export const attributesOf = (one: AssetClass | undefined): Attribute[] => [
  ...(one?.inherited ?? []),
  ...(one?.attributes ?? []),
]

const list = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

const texts = [
  'description',
  'serial_number',
  'manufacturer',
  'model',
  'purchase_on',
  'commissioned_on',
  'warranty_until',
] as const

/** Values of attributes that the class has, without empty ones. */
function attributeValues(draft: AssetDraft, attributes: readonly Attribute[]) {
  const known = attributes.map(({ name }) => [name, draft.attributes[name]] as const)
  return Object.fromEntries(known.filter(([, value]) => value !== undefined && value !== null && value !== ''))
}

export function toNew(draft: AssetDraft, attributes: readonly Attribute[]): NewAsset {
  const optional = Object.fromEntries(
    texts.map((name) => [name, draft[name].trim()]).filter(([, text]) => text),
  ) as Partial<NewAsset>
  return {
    ...optional,
    code: draft.code.trim(),
    name: draft.name.trim(),
    aliases: list(draft.aliases),
    attributes: attributeValues(draft, attributes) as NewAsset['attributes'] & {},
    criticality: draft.criticality,
    status: draft.status,
    ...(draft.parent && { parent_id: draft.parent.id }),
    ...(draft.location && { location_id: draft.location.id }),
    ...(draft.class_id && { class_id: draft.class_id }),
    ...(draft.replacement_value_minor !== null && { replacement_value_minor: draft.replacement_value_minor }),
    ...(draft.barcode.trim() && { identities: [{ system: 'barcode', external_id: draft.barcode.trim() }] }),
  }
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Only what differs from the record, so that two people changing different fields do not disturb each other. */
export function toPatch(draft: AssetDraft, asset: Asset, attributes: readonly Attribute[]): AssetPatch {
  const before = toDraft(asset)
  const changed: AssetPatch = { version: asset.version }
  if (draft.code.trim() !== before.code) changed.code = draft.code.trim()
  if (draft.name.trim() !== before.name) changed.name = draft.name.trim()
  if (!same(list(draft.aliases), list(before.aliases))) changed.aliases = list(draft.aliases)
  for (const name of texts) {
    if (draft[name].trim() !== before[name]) changed[name] = draft[name].trim() || null
  }
  if (draft.parent?.id !== before.parent?.id) changed.parent_id = draft.parent?.id ?? null
  if (draft.class_id !== before.class_id) changed.class_id = draft.class_id || null
  if (draft.criticality !== before.criticality) changed.criticality = draft.criticality
  if (draft.replacement_value_minor !== before.replacement_value_minor)
    changed.replacement_value_minor = draft.replacement_value_minor
  const values = attributes.map(({ name }) => [name, draft.attributes[name] ?? null] as const)
  const different = values.filter(
    ([name, value]) => (value === '' ? null : value) !== (before.attributes[name] ?? null),
  )
  if (different.length)
    changed.attributes = Object.fromEntries(
      different.map(([name, value]) => [name, value === '' ? null : value]),
    ) as NonNullable<AssetPatch['attributes']>
  if (draft.barcode.trim() !== before.barcode) {
    const others = asset.identities.filter((one) => one.system !== 'barcode')
    const barcode = draft.barcode.trim()
    changed.identities = barcode ? [...others, { system: 'barcode', external_id: barcode }] : others
  }
  return changed
}
