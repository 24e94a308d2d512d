import type { Schemas } from '@/api/client'
import { send } from '@/api/transport'

export type Kind = Schemas['ImportKind']
export type Report = Schemas['ImportReport']
export type Batch = Schemas['ImportBatch']

export const kinds = ['work_orders', 'assets', 'locations', 'parts', 'users'] as const satisfies readonly Kind[]

export const batchesKey = ['get', '/api/v1/imports']

/** Header of a column → the field it fills; an empty field leaves the column out. */
export type Mapping = Readonly<Record<string, string>>

export interface Upload {
  kind: Kind
  file: File
  /** Left out: the server recognises the headers. */
  mapping?: Mapping | undefined
  dryRun: boolean
  again?: boolean
}

/** As the server reads a mapping of one's own; columns that fill nothing are left out. */
export function mappingText(mapping: Mapping): string {
  return JSON.stringify({ columns: Object.fromEntries(Object.entries(mapping).filter(([, field]) => field)) })
}

/** What the report says that each column is used for. */
export const mappingOf = (report: Report): Mapping =>
  Object.fromEntries(report.columns.map(({ column, field }) => [column, field ?? '']))

/** Sends the file as a form: the typed client has no words for that. */
export async function sendFile({ kind, file, mapping, dryRun, again }: Upload): Promise<{ data: Report }> {
  const query = new URLSearchParams({ kind, dry_run: String(dryRun), ...(again && { again: 'true' }) })
  const body = new FormData()
  body.set('file', file)
  if (mapping) body.set('map', mappingText(mapping))
  const response = await send(new Request(`/api/v1/imports?${query}`, { method: 'POST', body }))
  return { data: (await response.json()) as Report }
}

export const exportAddress = (kind: Kind, format: 'csv' | 'json') => `/api/v1/exports?kind=${kind}&format=${format}`

/** The fields that a file of each kind can fill, as the server names them. */
export const fields: Record<Kind, readonly string[]> = {
  work_orders: [
    'external_id',
    'title',
    'description',
    'kind',
    'status',
    'priority',
    'asset',
    'location',
    'assignees',
    'team',
    'due_at',
    'planned_start_at',
    'estimated_minutes',
    'estimated_hours',
    'created_at',
    'started_at',
    'completed_at',
    'closed_at',
    'resolution',
    'cause',
    'tags',
    'cost',
  ],
  assets: [
    'external_id',
    'code',
    'name',
    'description',
    'aliases',
    'parent',
    'location',
    'class',
    'status',
    'criticality',
    'serial_number',
    'manufacturer',
    'model',
    'barcode',
    'purchase_on',
    'commissioned_on',
    'warranty_until',
    'replacement_value',
  ],
  locations: ['external_id', 'code', 'name', 'description', 'aliases', 'parent', 'site'],
  parts: [
    'external_id',
    'number',
    'name',
    'description',
    'aliases',
    'unit',
    'category',
    'manufacturer_part_number',
    'barcode',
    'quantity',
    'store',
    'bin',
    'unit_price',
  ],
  users: ['external_id', 'email', 'name', 'first_name', 'last_name', 'role', 'aliases', 'team'],
}
