import type { ReactNode } from 'react'

export interface Sort {
  by: string
  direction: 'asc' | 'desc'
}

export interface TableColumn<Row> {
  id: string
  label: string
  /** A CSS grid track: `68px`, `minmax(260px, 1fr)`. */
  width: string
  cell: (row: Row) => ReactNode
  /** A second, smaller line. */
  detail?: (row: Row) => ReactNode
  /** Carries the row's link. Exactly one column. */
  main?: boolean
  align?: 'end'
  /** Left out on screens narrower than 1280 px. */
  hideBelow?: 'wide'
  /** The server's name of this order; without it the column cannot be sorted. */
  sortBy?: string
}

export interface TableSelection {
  selected: ReadonlySet<string>
  onChange: (selected: ReadonlySet<string>) => void
}

/** First click ascending, then it turns round. */
export function nextSort(sort: Sort | undefined, by: string): Sort {
  return { by, direction: sort?.by === by && sort.direction === 'asc' ? 'desc' : 'asc' }
}

/** Toggles `id`; with `from` (the one picked before, Shift held) everything between takes the new state. */
export function toggleSelection(
  ids: readonly string[],
  selected: ReadonlySet<string>,
  id: string,
  from?: string,
): ReadonlySet<string> {
  const next = new Set(selected)
  const on = !selected.has(id)
  const ends = [ids.indexOf(from ?? id), ids.indexOf(id)].map((index) => Math.max(index, 0))
  for (const between of ids.slice(Math.min(...ends), Math.max(...ends) + 1)) {
    if (on) next.add(between)
    else next.delete(between)
  }
  return next
}
