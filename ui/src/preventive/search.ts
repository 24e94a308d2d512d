import { compact, flag, type RawSearch, word, words } from '@/lib/search'

export const states = ['active', 'paused', 'ended'] as const
const sorts = ['next_due_on', 'name', 'number'] as const

/** What the address of the list of plans says. The values go to the server as they are. */
export interface PlanSearch {
  q?: string | undefined
  state?: string | undefined
  asset_id?: string | undefined
  archived?: true | undefined
  sort?: string | undefined
}

export const readPlanSearch = (raw: RawSearch): PlanSearch =>
  compact({
    q: word(raw.q),
    state: words(raw.state, states),
    asset_id: word(raw.asset_id),
    archived: flag(raw.archived),
    sort: words(raw.sort, [...sorts, ...sorts.map((one) => `-${one}` as const)]),
  })

export const isFiltered = (search: PlanSearch) =>
  Boolean(search.q || search.state || search.asset_id || search.archived)
