import { $api, type Schemas } from '@/api/client'

export type Site = Schemas['Site']
export type Location = Schemas['Location']

export const sitesOptions = (archived = false) =>
  $api.queryOptions('get', '/api/v1/sites', { params: { query: { limit: 200, ...(archived && { archived }) } } })

export const siteOptions = (id: string) => $api.queryOptions('get', '/api/v1/sites/{id}', { params: { path: { id } } })

export const locationOptions = (id: string) =>
  $api.queryOptions('get', '/api/v1/locations/{id}', { params: { path: { id } } })

export interface Branch {
  siteId: string
  /** The location above; the top of the site when left out. */
  parentId?: string | undefined
  archived?: boolean | undefined
}

/** The locations directly below a location or at the top of a site. */
export const branchOptions = ({ siteId, parentId, archived }: Branch) =>
  $api.queryOptions('get', '/api/v1/locations', {
    params: { query: { site_id: siteId, parent: parentId ?? 'root', limit: 200, ...(archived && { archived }) } },
  })

/** All that shows places: fetched again after a change. */
export const placeKeys = [
  ['get', '/api/v1/sites'],
  ['get', '/api/v1/sites/{id}'],
  ['get', '/api/v1/locations'],
  ['get', '/api/v1/locations/{id}'],
]
