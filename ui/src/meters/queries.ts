import { useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'
import type { MeterSearch } from './search'

export type Meter = Schemas['Meter']
export type MeterKind = Schemas['MeterKind']
export type Reading = Schemas['Reading']
export type MeterEvent = Schemas['MeterEvent']
export type Series = Schemas['Series']
export type Rule = Schemas['ConditionRule']
export type Definition = Schemas['ConditionDefinition']
export type Evaluation = Schemas['Evaluation']
export type Firing = Schemas['ConditionFiring']

const path = (id: string) => ({ params: { path: { id } } })
const getNextPageParam = (page: { next?: string | null | undefined }) => page.next ?? undefined
const paged = { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam }

export const meterOptions = (id: string) => $api.queryOptions('get', '/api/v1/meters/{id}', path(id))
export const useMeter = (id: string) => useQuery(meterOptions(id))

/** All that shows meters and what they read: fetched again after a change. */
export const meterKeys = [
  ['get', '/api/v1/meters'],
  ['get', '/api/v1/meters/{id}'],
  ['get', '/api/v1/meters/{id}/readings'],
  ['get', '/api/v1/meters/{id}/series'],
  ['get', '/api/v1/meters/{id}/events'],
  ['get', '/api/v1/meters/{id}/rules'],
  ['get', '/api/v1/condition-firings'],
]

export const useMeterPages = (search: MeterSearch) =>
  $api.useInfiniteQuery('get', '/api/v1/meters', { params: { query: { ...search, limit: 100 } } }, paged)

export const useMetersOf = (assetId: string) =>
  $api.useQuery('get', '/api/v1/meters', { params: { query: { asset_id: assetId, limit: 50 } } })

/** The meters of a round in walking order. */
export const useRound = (where: { site_id?: string | undefined; location_id?: string | undefined }) =>
  $api.useQuery('get', '/api/v1/meters', { params: { query: { ...where, sort: 'round', limit: 200 } } })

export const useReadings = (id: string) =>
  $api.useInfiniteQuery(
    'get',
    '/api/v1/meters/{id}/readings',
    { params: { path: { id }, query: { limit: 20 } } },
    paged,
  )

/** The old picture stays in sight while another span is fetched. */
export const useSeries = (id: string, span: { from: string; to: string }, points: number) =>
  useQuery({
    ...$api.queryOptions('get', '/api/v1/meters/{id}/series', { params: { path: { id }, query: { ...span, points } } }),
    placeholderData: (old) => old,
  })

export const useMeterEvents = (id: string) =>
  $api.useQuery('get', '/api/v1/meters/{id}/events', { params: { path: { id }, query: { limit: 50 } } })

export const useRules = (id: string) => $api.useQuery('get', '/api/v1/meters/{id}/rules', path(id))

export const useFirings = (query: { meter_id?: string; work_order_id?: string }) =>
  $api.useQuery('get', '/api/v1/condition-firings', { params: { query: { ...query, limit: 20 } } })
