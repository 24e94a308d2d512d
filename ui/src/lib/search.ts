/** Reading the part of an address after the question mark; what is not understood is dropped. */

export type RawSearch = Record<string, unknown>

/** A word; the router reads `?q=42` as a number. */
export function word(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value ? value : undefined
}

/** `a,b` with only the known words left, or nothing. */
export function words<Word extends string>(value: unknown, known: readonly Word[]): string | undefined {
  const picked = (word(value) ?? '').split(',').filter((item): item is Word => known.includes(item as Word))
  return picked.length ? picked.join(',') : undefined
}

export const listed = (value: string | undefined): string[] => (value ? value.split(',') : [])

export const flag = (value: unknown): true | undefined => (value === true || value === 'true' ? true : undefined)

/** The same object without what is empty, so that the address stays short. */
export function compact<Search extends object>(search: Search): Search {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== '' && value !== false),
  ) as Search
}

export interface SortOrder {
  by: string
  direction: 'asc' | 'desc'
}

/** `-name` as the server has it. */
export const readSort = (sort: string | undefined): SortOrder | undefined =>
  sort ? { by: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? 'desc' : 'asc' } : undefined

export const writeSort = ({ by, direction }: SortOrder) => (direction === 'desc' ? `-${by}` : by)
