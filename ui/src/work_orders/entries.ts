import { $api } from '@/api/client'

const first = { limit: 100 }

/** What was booked and said on an order; newest pages only, a hundred entries are enough for one record. */
export const useTimeEntries = (id: string) =>
  $api.useQuery('get', '/api/v1/work-orders/{id}/time', { params: { path: { id }, query: first } })

export const useCostEntries = (id: string, enabled: boolean) =>
  $api.useQuery('get', '/api/v1/work-orders/{id}/costs', { params: { path: { id }, query: first } }, { enabled })

export const useComments = (id: string) =>
  $api.useQuery('get', '/api/v1/work-orders/{id}/comments', { params: { path: { id }, query: first } })

export const useLinks = (id: string) =>
  $api.useQuery('get', '/api/v1/work-orders/{id}/links', { params: { path: { id } } })

export const useFiles = (id: string) =>
  $api.useQuery('get', '/api/v1/work-orders/{id}/files', { params: { path: { id } } })

export const useHistory = (id: string, enabled: boolean) =>
  $api.useQuery('get', '/api/v1/work-orders/{id}/history', { params: { path: { id }, query: first } }, { enabled })

export const useMovements = (id: string, enabled: boolean) =>
  $api.useQuery(
    'get',
    '/api/v1/stock-movements',
    { params: { query: { work_order_id: id, limit: 100 } } },
    { enabled, retry: false },
  )

/** What a booking on an order refreshes besides its own list. */
export const bookingTouches = (id: string, list: 'time' | 'costs' | 'comments' | 'links' | 'files') => [
  ['get', `/api/v1/work-orders/{id}/${list}`],
  ['get', '/api/v1/work-orders/{id}', { params: { path: { id } } }],
  ['get', '/api/v1/work-orders/{id}/history'],
]
