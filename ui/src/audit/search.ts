/** What the address of the event log narrows it to. */
export interface AuditSearch {
  /** A person's id. */
  who?: string
  /** A kind of record: `work_order`. */
  what?: string
  /** What happened: `created`. */
  kind?: string
  when?: Period
}

export const periods = ['today', 'week', 'month'] as const
export type Period = (typeof periods)[number]

export const entities = [
  'work_order',
  'asset',
  'asset_class',
  'part',
  'storeroom',
  'bin',
  'stock_movement',
  'plan',
  'meter',
  'reading_batch',
  'condition_rule',
  'condition_firing',
  'location',
  'site',
  'user',
  'team',
  'role',
  'organization',
  'settings',
  'user_settings',
  'api_token',
  'session',
  'import',
  'view',
] as const

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

/** Reads an address and drops what it does not know. */
export function parseAuditSearch(search: Record<string, unknown>): AuditSearch {
  const when = periods.find((period) => period === search.when)
  const read = { who: text(search.who), what: text(search.what), kind: text(search.kind), when }
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined))
}

/** The first instant of the period: midnight today, or of so many days before. */
export function periodStart(period: Period, now: Date): Date {
  const days = { today: 0, week: 6, month: 29 }[period]
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
}
