import { compact, flag, type RawSearch, word, words } from '@/lib/search'

export const kinds = ['counter', 'gauge', 'characteristic'] as const
export const levels = ['action', 'warning', 'normal'] as const
const sorts = ['code', 'name', 'round'] as const

/** What the address of the list of meters says. The values go to the server as they are. */
export interface MeterSearch {
  q?: string | undefined
  kind?: string | undefined
  condition?: string | undefined
  asset_id?: string | undefined
  site_id?: string | undefined
  location_id?: string | undefined
  archived?: true | undefined
  sort?: string | undefined
}

export const readMeterSearch = (raw: RawSearch): MeterSearch =>
  compact({
    q: word(raw.q),
    kind: words(raw.kind, kinds),
    condition: words(raw.condition, levels),
    asset_id: word(raw.asset_id),
    site_id: word(raw.site_id),
    location_id: word(raw.location_id),
    archived: flag(raw.archived),
    sort: words(raw.sort, [...sorts, ...sorts.map((one) => `-${one}` as const)]),
  })

export const isFiltered = ({ sort: _, ...search }: MeterSearch) => Object.values(search).some(Boolean)

/** Where a round walks. */
export interface RoundSearch {
  site_id?: string | undefined
  location_id?: string | undefined
}

export const readRoundSearch = (raw: RawSearch): RoundSearch =>
  compact({ site_id: word(raw.site_id), location_id: word(raw.location_id) })

/** A new meter may know its asset already. */
export const readNewMeterSearch = (raw: RawSearch): { asset?: string | undefined } =>
  compact({ asset: word(raw.asset) })
