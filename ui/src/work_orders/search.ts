import type { Schemas } from '@/api/client'
import type { operations } from '@/api/generated'

export type WorkOrder = Schemas['WorkOrder']
export type WorkOrderRow = Schemas['WorkOrderRow']
export type WorkOrderQuery = NonNullable<operations['list_work_orders']['parameters']['query']>

export const layouts = ['list', 'board', 'calendar'] as const
export type Layout = (typeof layouts)[number]

/** Filters as they stand in the address; several values of one are joined by commas. */
export interface Filters {
  q?: string
  status?: string
  priority?: string
  kind?: string
  /** A person's id, `me`, or `none`. */
  assignee?: string
  team?: string
  asset?: string
  site?: string
  /** `overdue`, `today`, `week`, `none`. */
  due?: string
}

/** The address of the work-order pages: which view, what is narrowed, how it is laid out. */
export interface ListSearch extends Filters {
  view?: string
  layout?: Layout
  sort?: string
  /** Calendar: `week` or `agenda`; a month when left out. */
  period?: 'week' | 'agenda'
  /** Calendar: any day of the period shown. */
  day?: string
}

export const filterNames = ['q', 'status', 'priority', 'kind', 'assignee', 'team', 'asset', 'site', 'due'] as const

export const builtInViews = ['open', 'mine', 'overdue', 'unassigned', 'preventive', 'all'] as const
export type BuiltInView = (typeof builtInViews)[number]

const builtIn: Record<BuiltInView, Filters> = {
  open: { status: 'active' },
  mine: { status: 'active', assignee: 'me' },
  overdue: { due: 'overdue' },
  unassigned: { status: 'active', assignee: 'none' },
  preventive: { status: 'active', kind: 'preventive' },
  all: {},
}

export const isBuiltIn = (view: string): view is BuiltInView => view in builtIn

const words = (value: unknown) =>
  typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined

const oneOf = <Value extends string>(value: unknown, values: readonly Value[]) =>
  values.find((known) => known === value)

/** Reads an address and drops what it does not know. */
export function parseListSearch(search: Record<string, unknown>): ListSearch {
  const read: Record<string, string | undefined> = {}
  for (const name of [...filterNames, 'view', 'sort'] as const) read[name] = words(search[name])
  const layout = oneOf(search.layout, layouts)
  const period = oneOf(search.period, ['week', 'agenda'] as const)
  const day = /^\d{4}-\d{2}-\d{2}$/.test(words(search.day) ?? '') ? words(search.day) : undefined
  return Object.fromEntries(
    Object.entries({ ...read, layout, period, day }).filter(([, value]) => value !== undefined),
  ) as ListSearch
}

/** Only the filters of a search. */
export function filtersOf(search: ListSearch): Filters {
  return Object.fromEntries(filterNames.flatMap((name) => (search[name] ? [[name, search[name]]] : [])))
}

/** What a view shows when nothing is narrowed; `saved` holds the filters of the person's own views by id. */
export const baseOf = (view: string | undefined, saved: Readonly<Record<string, Filters>> = {}): Filters =>
  view === undefined || isBuiltIn(view) ? builtIn[(view as BuiltInView | undefined) ?? 'open'] : (saved[view] ?? {})

/** The server's question: the view's filters, narrowed or replaced by those in the address. */
export function toQuery(search: ListSearch, saved: Readonly<Record<string, Filters>> = {}): WorkOrderQuery {
  const { team, asset, site, ...same } = { ...baseOf(search.view, saved), ...filtersOf(search) }
  return {
    ...same,
    ...(team && { team_id: team }),
    ...(asset && { asset_id: asset, include_children: true }),
    ...(site && { site_id: site }),
    ...(search.sort && { sort: search.sort }),
  } as WorkOrderQuery
}

export const listed = (value: string | undefined) => value?.split(',').filter(Boolean) ?? []

/** A changed search; empty values leave the address. */
export function changed(search: ListSearch, change: Partial<Record<keyof ListSearch, string | undefined>>): ListSearch {
  return parseListSearch({ ...search, ...change })
}
