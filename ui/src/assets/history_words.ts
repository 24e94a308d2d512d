import type { Translate } from '@/i18n'
import type { Key } from '@/i18n/keys'
import type { AssetEvent } from './queries'

export const groups = ['all', 'status', 'places', 'changes'] as const
export type Group = (typeof groups)[number]

/** Which filter an event belongs to, by the fields it changed. */
export function groupOf(event: Pick<AssetEvent, 'kind' | 'changes'>): Exclude<Group, 'all'> {
  const fields = event.changes.map((change) => change.field)
  if (event.kind !== 'created' && fields.includes('status')) return 'status'
  if (fields.includes('location_id')) return 'places'
  return 'changes'
}

const named: Record<string, Key> = {
  created: 'assets.event.created',
  status_changed: 'assets.event.status',
  file_attached: 'assets.event.file_added',
  file_removed: 'assets.event.file_removed',
}

/** What happened, in a few words. */
export function eventTitle(event: Pick<AssetEvent, 'kind' | 'changes'>, t: Translate): string {
  const archived = event.changes.find((change) => change.field === 'archived_at')
  if (archived) return t(archived.new ? 'assets.event.archived' : 'assets.event.restored')
  const key = named[event.kind]
  if (key) return t(key)
  const group = groupOf(event)
  if (group === 'status') return t('assets.event.status')
  if (group === 'places') {
    const place = event.changes.find((change) => change.field === 'location_id')
    return t(place && !place.new ? 'assets.event.removed' : 'assets.event.installed')
  }
  return t('assets.event.changed')
}

const worded = new Set([
  'code',
  'name',
  'aliases',
  'description',
  'criticality',
  'status',
  'serial_number',
  'manufacturer',
  'model',
  'purchase_on',
  'commissioned_on',
  'warranty_until',
])

export interface WordedChange {
  field: string
  label: string
  from: string
  to: string
}

function say(field: string, value: unknown, t: Translate): string {
  if (value === null || value === undefined || value === '') return '–'
  if (field === 'status') return t(`assets.status.${value as 'running'}`)
  if (field === 'criticality') return t(`assets.criticality.${value as 'low'}`)
  return Array.isArray(value) ? value.join(', ') : String(value)
}

/** Old and new of the fields that people know; ids and bookkeeping are left out. */
export function wordedChanges(event: Pick<AssetEvent, 'kind' | 'changes'>, t: Translate): WordedChange[] {
  if (event.kind === 'created') return []
  return event.changes
    .filter((change) => worded.has(change.field))
    .map((change) => ({
      field: change.field,
      label: t(`assets.field.${change.field as 'name'}`),
      from: say(change.field, change.old, t),
      to: say(change.field, change.new, t),
    }))
}
