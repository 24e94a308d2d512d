import { useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import type { AssetSearch } from './search'

export type Asset = Schemas['Asset']
export type AssetNode = Schemas['AssetNode']
export type AssetClass = Schemas['AssetClass']
export type AssetStatus = Schemas['AssetStatus']
export type Criticality = Schemas['Criticality']
export type AssetEvent = Schemas['Event']

const path = (id: string) => ({ params: { path: { id } } })

export const assetOptions = (id: string) => $api.queryOptions('get', '/api/v1/assets/{id}', path(id))
export const useAsset = (id: string) => useQuery(assetOptions(id))

/** All that shows assets: fetched again after a change. */
export const assetKeys = [
  ['get', '/api/v1/assets'],
  ['get', '/api/v1/assets/tree'],
  ['get', '/api/v1/assets/{id}'],
]

/** All that hangs on one asset's history. */
export const historyKeys = [
  ...assetKeys,
  ['get', '/api/v1/assets/{id}/history'],
  ['get', '/api/v1/assets/{id}/installations'],
  ['get', '/api/v1/assets/{id}/downtime'],
]

const firstPage = { pageParamName: 'cursor', initialPageParam: null as string | null }
const getNextPageParam = (page: { next?: string | null | undefined }) => page.next ?? undefined

/** The list, page after page. */
export function useAssetPages({ tree: _, ...filters }: AssetSearch) {
  return $api.useInfiniteQuery(
    'get',
    '/api/v1/assets',
    { params: { query: { ...filters, limit: 100 } } },
    { ...firstPage, getNextPageParam },
  )
}

export const assetTreeOptions = (parentId?: string) =>
  $api.queryOptions('get', '/api/v1/assets/tree', {
    params: { query: { ...(parentId && { parent_id: parentId }), limit: 200 } },
  })

export const useAssetClasses = () =>
  $api.useQuery('get', '/api/v1/asset-classes', { params: { query: { limit: 200 } } })

export const useInstallations = (id: string) => $api.useQuery('get', '/api/v1/assets/{id}/installations', path(id))

export const useAssetFiles = (id: string) => $api.useQuery('get', '/api/v1/assets/{id}/files', path(id))

export function useAssetHistory(id: string) {
  return $api.useInfiniteQuery(
    'get',
    '/api/v1/assets/{id}/history',
    { params: { path: { id }, query: { limit: 30 } } },
    { ...firstPage, getNextPageParam },
  )
}

/** Downtime since the start of the day thirty days ago, so that the answer can be kept for the day. */
export function useDowntime(id: string, now: Date) {
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 30).toISOString()
  return $api.useQuery('get', '/api/v1/assets/{id}/downtime', { params: { path: { id }, query: { from, limit: 1 } } })
}

export const useAssetOrders = (id: string, status: string, sort: string) =>
  $api.useQuery('get', '/api/v1/work-orders', {
    params: { query: { asset_id: id, include_children: true, status, sort, limit: 20 } },
  })
