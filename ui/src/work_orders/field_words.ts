import type { Key, Translate } from '@/i18n'
import { formatInstant } from '@/lib/dates'
import { formatMinutes } from '@/lib/numbers'

interface Context {
  t: Translate
  locale: string
  /** People, teams, assets: whatever is known by id. */
  names: ReadonlyMap<string, string>
}

const known = [
  'title',
  'description',
  'kind',
  'status',
  'hold_reason',
  'priority',
  'asset_id',
  'asset_ids',
  'location_id',
  'site_id',
  'assignee_ids',
  'team_id',
  'due_at',
  'first_due_at',
  'planned_start_at',
  'planned_end_at',
  'estimated_minutes',
  'actual_minutes',
  'started_at',
  'completed_at',
  'closed_at',
  'resolution',
  'cause',
  'tags',
  'parent_id',
  'requested_by',
  'cost_minor',
] as const

type Known = (typeof known)[number]
const isKnown = (field: string): field is Known => (known as readonly string[]).includes(field)

/** The name of a field as people see it; the server's own for one that has none here. */
export const fieldWords = (field: string, t: Translate): string =>
  isKnown(field) ? t(`work_orders.field.${field}`) : field.replaceAll('_', ' ')

const enums: Record<string, string> = { status: 'status', priority: 'priority', kind: 'kind', hold_reason: 'hold' }

/** A field's value as people see it. */
export function valueWords(field: string, value: unknown, context: Context): string {
  const { t, locale, names } = context
  if (value === null || value === undefined || value === '' || (Array.isArray(value) && !value.length)) return '–'
  if (Array.isArray(value)) return value.map((one) => valueWords(field, one, context)).join(', ')
  if (typeof value === 'string') {
    const words = enums[field]
    if (words) return t(`work_orders.${words}.${value}` as Key)
    if (field.endsWith('_at')) return formatInstant(new Date(value), locale)
    return names.get(value) ?? value
  }
  if (typeof value === 'number' && field.endsWith('_minutes')) return formatMinutes(value, locale)
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
