import { useQuery } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import type { PlanSearch } from './search'

export type Plan = Schemas['MaintenancePlan']
export type PlanState = Schemas['PlanState']
export type Occurrence = Schemas['PlanOccurrence']
export type NewPlan = Schemas['NewMaintenancePlan']

const path = (id: string) => ({ params: { path: { id } } })

export const planOptions = (id: string) => $api.queryOptions('get', '/api/v1/maintenance-plans/{id}', path(id))

/** All that shows plans: fetched again after a change. */
export const planKeys = [
  ['get', '/api/v1/maintenance-plans'],
  ['get', '/api/v1/maintenance-plans/{id}'],
  ['get', '/api/v1/maintenance-plans/{id}/occurrences'],
  ['get', '/api/v1/maintenance-plans/{id}/upcoming'],
]

const getNextPageParam = (page: { next?: string | null | undefined }) => page.next ?? undefined
const paged = { pageParamName: 'cursor', initialPageParam: null as string | null, getNextPageParam }

export const usePlanPages = (search: PlanSearch) =>
  $api.useInfiniteQuery('get', '/api/v1/maintenance-plans', { params: { query: { ...search, limit: 100 } } }, paged)

export const useUpcoming = (id: string) =>
  $api.useQuery('get', '/api/v1/maintenance-plans/{id}/upcoming', {
    params: { path: { id }, query: { count: 12 } },
  })

export const useOccurrences = (id: string) =>
  $api.useInfiniteQuery(
    'get',
    '/api/v1/maintenance-plans/{id}/occurrences',
    { params: { path: { id }, query: { limit: 20 } } },
    paged,
  )

/** The next dates of a plan that need not be saved; the old ones stay in sight while new ones are fetched. */
export const usePreview = (plan: NewPlan, enabled: boolean) =>
  useQuery({
    queryKey: ['preview', plan],
    queryFn: async ({ signal }) =>
      (await api.POST('/api/v1/maintenance-plans/preview', { body: { plan, count: 12 }, signal })).data,
    placeholderData: (old) => old,
    enabled,
    retry: false,
  })

/** People who can be given work. */
export const usePeople = () =>
  $api.useQuery('get', '/api/v1/users', { params: { query: { active: true, limit: 200 } } })
