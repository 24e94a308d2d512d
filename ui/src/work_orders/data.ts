import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import { $api, api, type Schemas } from '@/api/client'
import { baseOf, type Filters, filtersOf, type ListSearch, toQuery, type WorkOrderQuery } from './search'

export type SavedView = Schemas['SavedView']

const pageSize = 50

export const orderOptions = (id: string) =>
  $api.queryOptions('get', '/api/v1/work-orders/{id}', { params: { path: { id } } })

/** Everything that a change to an order can touch besides the order itself. */
export const touched = (id: string): QueryKey[] => [
  ['get', '/api/v1/work-orders'],
  ['get', '/api/v1/work-orders/counts'],
  ['get', '/api/v1/work-orders/{id}', { params: { path: { id } } }],
  ['get', '/api/v1/work-orders/{id}/history', { params: { path: { id } } }],
]

/** The person's own and the shared views of this list. Without them the built-in ones remain. */
export function useSavedViews() {
  const { data } = $api.useQuery(
    'get',
    '/api/v1/views',
    { params: { query: { entity: 'work_orders' } } },
    { staleTime: 5 * 60_000, retry: false },
  )
  return data?.items ?? []
}

export const savedFilters = (views: readonly SavedView[]): Record<string, Filters> =>
  Object.fromEntries(views.map((view) => [view.id, filtersOf(view.filters as ListSearch)]))

/** The server's question for an address, saved views included. */
export function useListQuery(search: ListSearch): { query: WorkOrderQuery; base: Filters; views: SavedView[] } {
  const views = useSavedViews()
  const saved = savedFilters(views)
  const view = views.find((one) => one.id === search.view)
  const sort = search.sort ?? view?.sort ?? undefined
  return { query: toQuery({ ...search, ...(sort && { sort }) }, saved), base: baseOf(search.view, saved), views }
}

/** The list page by page; the next one is fetched when the end comes near. */
export function useOrders(query: WorkOrderQuery, enabled = true) {
  const init = { params: { query: { ...query, limit: pageSize } } }
  const orders = useInfiniteQuery({
    queryKey: ['get', '/api/v1/work-orders', init, 'pages'],
    queryFn: async ({ pageParam, signal }) => {
      const paged = { ...init.params.query, ...(pageParam && { cursor: pageParam }) }
      const { data } = await api.GET('/api/v1/work-orders', { params: { query: paged }, signal })
      return data as Schemas['Page_WorkOrderRow']
    },
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
  })
  const rows = orders.data?.pages.flatMap((page) => page.items)
  const more = () => {
    if (orders.hasNextPage && !orders.isFetchingNextPage) void orders.fetchNextPage()
  }
  return { ...orders, rows, more }
}

export function useCounts(query: WorkOrderQuery) {
  const { sort: _, ...filters } = query
  return $api.useQuery('get', '/api/v1/work-orders/counts', { params: { query: filters } }).data
}

/** People who can be assigned, by name. */
export const usePeople = (enabled = true) =>
  $api.useQuery(
    'get',
    '/api/v1/users',
    { params: { query: { active: true, limit: 200 } } },
    { staleTime: 5 * 60_000, enabled, retry: false },
  ).data?.items ?? []

export const useTeams = (enabled = true) =>
  $api.useQuery(
    'get',
    '/api/v1/teams',
    { params: { query: { limit: 200 } } },
    { staleTime: 5 * 60_000, enabled, retry: false },
  ).data?.items ?? []

export const useSites = () =>
  $api.useQuery('get', '/api/v1/sites', { params: { query: { limit: 200 } } }, { staleTime: 5 * 60_000, retry: false })
    .data?.items ?? []
