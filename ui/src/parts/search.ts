import { compact, flag, type RawSearch, word, words } from '@/lib/search'

const stocks = ['low', 'out'] as const
const sorts = ['number', 'name', 'category', 'on_hand', 'value_minor', 'updated_at'] as const

/** What the address of the parts list says. */
export interface PartSearch {
  q?: string | undefined
  category?: string | undefined
  storeroom_id?: string | undefined
  /** Only what is low or out, or only what is out. */
  stock?: 'low' | 'out' | undefined
  archived?: true | undefined
  sort?: string | undefined
}

export const readPartSearch = (raw: RawSearch): PartSearch =>
  compact({
    q: word(raw.q),
    category: word(raw.category),
    storeroom_id: word(raw.storeroom_id),
    stock: words(raw.stock, stocks)?.split(',')[0] as PartSearch['stock'],
    archived: flag(raw.archived),
    sort: words(raw.sort, [...sorts, ...sorts.map((one) => `-${one}` as const)]),
  })

export const isFiltered = (search: PartSearch) =>
  Boolean(search.q || search.category || search.storeroom_id || search.stock || search.archived)

/** The server's filters. */
export const toQuery = ({ stock, ...same }: PartSearch) => ({
  ...same,
  ...(stock === 'low' && { low_stock: true }),
  ...(stock === 'out' && { out_of_stock: true }),
})
