import type { Translate } from '@/i18n'
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
  'read',
  'reading_voided',
  'began_again',
  'event_voided',
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
  meter: paths.meter,
  plan: paths.preventivePlan,
  location: paths.location,
  site: paths.site,
  user: paths.person,
  team: paths.team,
  role: paths.role,
}

/** Where the record is shown; `$id` stands for the id in the name of the route. */
export const addressOf = (entity: string, id: string): string | undefined => addresses[entity]?.(id)

const longest = 120

/** One value of a change in a line: nothing is a dash, what is nested is shortened JSON. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === '') return '—'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

export const fieldName = plain
