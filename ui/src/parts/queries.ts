import { $api, type Schemas } from '@/api/client'
import { type PartSearch, toQuery } from './search'

export type Part = Schemas['Part']
export type PartDetail = Schemas['PartDetail']
export type Bin = Schemas['Bin']
export type Storeroom = Schemas['Storeroom']
export type StockMovement = Schemas['StockMovement']
export type MovementKind = Schemas['MovementKind']

export const partOptions = (id: string) => $api.queryOptions('get', '/api/v1/parts/{id}', { params: { path: { id } } })

/** All that shows parts or stock: fetched again after a change. */
export const partKeys = [
  ['get', '/api/v1/parts'],
  ['get', '/api/v1/parts/{id}'],
  ['get', '/api/v1/part-categories'],
  ['get', '/api/v1/stock-movements'],
]

/** All that shows stores. */
export const storeKeys = [['get', '/api/v1/storerooms'], ['get', '/api/v1/bins'], ...partKeys]

const getNextPageParam = (page: { next?: string | null | undefined }) => page.next ?? undefined
const paged = { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam }

export const usePartPages = (search: PartSearch) =>
  $api.useInfiniteQuery('get', '/api/v1/parts', { params: { query: { ...toQuery(search), limit: 100 } } }, paged)

export const useCategories = () => $api.useQuery('get', '/api/v1/part-categories')

export const useStorerooms = (archived = false) =>
  $api.useQuery('get', '/api/v1/storerooms', { params: { query: { limit: 200, ...(archived && { archived }) } } })

export const useBins = (storeroomId?: string, archived = false) =>
  $api.useQuery('get', '/api/v1/bins', {
    params: { query: { limit: 200, ...(storeroomId && { storeroom_id: storeroomId }), ...(archived && { archived }) } },
  })

export const useMovements = (partId: string, kind: string) =>
  $api.useInfiniteQuery(
    'get',
    '/api/v1/stock-movements',
    { params: { query: { part_id: partId, limit: 30, ...(kind && { kind }) } } },
    paged,
  )
