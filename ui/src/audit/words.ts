import { hasWords, type Translate } from '@/i18n'
import { formatDay, formatInstant, fromDateField } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { entities } from './search'

const kinds = [
  'created',
  'changed',
  'deleted',
  'transitioned',
  'commented',
  'password_changed',
  'signed_in',
  'signed_out',
  'ended',
  'revoked',
  'archived',
] as const

/** Something newer than this page keeps the server's word. */
const plain = (name: string) => name.replaceAll('_', ' ')

export function entityName(t: Translate, entity: string): string {
  const known = entities.find((one) => one === entity)
  return known ? t(`audit.entity.${known}`) : plain(entity)
}

export function kindName(t: Translate, kind: string): string {
  const known = kinds.find((one) => one === kind)
  return known ? t(`audit.kind.${known}`) : plain(kind)
}

const addresses: Record<string, (id: string) => string> = {
  work_order: paths.workOrder,
  asset: paths.asset,
  part: paths.part,
  plan: paths.preventivePlan,
  location: paths.location,
  site: paths.site,
  user: paths.person,
  team: paths.team,
  role: paths.role,
}

/** Where the record is shown; `$id` stands for the id in the name of the route. */
export const addressOf = (entity: string, id: string): string | undefined => addresses[entity]?.(id)

/** Where the words of a record's fields stand: `work_orders.field.due_at`. */
const places: Record<string, string> = {
  work_order: 'work_orders',
  asset: 'assets',
  part: 'parts',
  plan: 'preventive',
  location: 'sites',
  site: 'sites',
}

/** A field as its own page calls it. */
export function fieldName(t: Translate, entity: string, field: string): string {
  const key = `${places[entity]}.field.${field}`
  return hasWords(key) ? t(key) : plain(field)
}

interface Context {
  t: Translate
  locale: string
  /** People by id. */
  names: ReadonlyMap<string, string>
}

const longest = 120
const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/
const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether a value is worth a line where there was none before: no nothing, no zero, no bookkeeping of several parts. */
export const says = (value: unknown) => {
  const whole = Array.isArray(value) ? value.length > 0 : typeof value !== 'object'
  return Boolean(value) && whole
}

/** One value of a change in a line: nothing is a dash, what is nested is shortened JSON. */
export function valueText(entity: string, field: string, value: unknown, context: Context): string {
  const { t, locale, names } = context
  const empty = Array.isArray(value) && !value.length
  if (value === null || value === undefined || value === '' || empty) return '—'
  if (Array.isArray(value)) return shortened(value.map((one) => valueText(entity, field, one, context)).join(', '))
  if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no')
  if (typeof value === 'number') return field === 'number' ? String(value) : formatNumber(value, locale, 6)
  if (typeof value !== 'string') return shortened(JSON.stringify(value))
  const key = `${places[entity]}.${field}.${value}`
  if (hasWords(key)) return t(key)
  if (instant.test(value)) return formatInstant(new Date(value), locale)
  const day = fromDateField(value)
  if (day) return formatDay(day, locale, new Date())
  if (id.test(value)) return names.get(value) ?? `…${value.slice(-6)}`
  return shortened(value)
}

const shortened = (text: string) => (text.length > longest ? `${text.slice(0, longest)}…` : text)
