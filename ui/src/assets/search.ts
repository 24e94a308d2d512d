import { compact, flag, type RawSearch, word, words } from '@/lib/search'

export const statuses = ['running', 'degraded', 'standby', 'down', 'maintenance', 'decommissioned'] as const
export const criticalities = ['critical', 'high', 'medium', 'low'] as const
const sorts = ['code', '-code', 'name', '-name', 'criticality', '-criticality', 'updated_at', '-updated_at'] as const

/** What the address of the asset list says. The values go to the server as they are. */
export interface AssetSearch {
  q?: string | undefined
  status?: string | undefined
  criticality?: string | undefined
  class_id?: string | undefined
  site_id?: string | undefined
  location_id?: string | undefined
  /** Directly below this asset. */
  parent?: string | undefined
  archived?: true | undefined
  sort?: string | undefined
  /** What the tree shows: places when left out. */
  tree?: 'assets' | undefined
}

export const readAssetSearch = (raw: RawSearch): AssetSearch =>
  compact({
    q: word(raw.q),
    status: words(raw.status, statuses),
    criticality: words(raw.criticality, criticalities),
    class_id: word(raw.class_id),
    site_id: word(raw.site_id),
    location_id: word(raw.location_id),
    parent: word(raw.parent),
    archived: flag(raw.archived),
    sort: words(raw.sort, sorts),
    tree: raw.tree === 'assets' ? 'assets' : undefined,
  })

/** Whether something narrows the list, apart from the place in a tree. */
export const isFiltered = (search: AssetSearch) =>
  Boolean(search.q || search.status || search.criticality || search.class_id || search.archived)

/** A new asset may start at a place or below another. */
export interface NewAssetSearch {
  location_id?: string | undefined
  parent_id?: string | undefined
}

export const readNewAssetSearch = (raw: RawSearch): NewAssetSearch =>
  compact({ location_id: word(raw.location_id), parent_id: word(raw.parent_id) })
