import { $api, type Schemas } from '@/api/client'

export type User = Schemas['User']
export type Team = Schemas['Team']
export type Role = Schemas['Role']

export const usersKey = ['get', '/api/v1/users']
export const teamsKey = ['get', '/api/v1/teams']
export const rolesKey = ['get', '/api/v1/roles']

const most = 200

export const useTeams = () => $api.useQuery('get', '/api/v1/teams', { params: { query: { limit: most } } })
export const useRoles = () => $api.useQuery('get', '/api/v1/roles')
export const useSites = () => $api.useQuery('get', '/api/v1/sites', { params: { query: { limit: most } } })

/** Users a page at a time, by part of a name, address or alias. */
export const useUsers = (q: string, active: boolean | undefined, sort: string) =>
  $api.useInfiniteQuery(
    'get',
    '/api/v1/users',
    { params: { query: { limit: 100, sort, ...(q && { q }), ...(active !== undefined && { active }) } } },
    {
      pageParamName: 'cursor',
      // Not undefined: the client would ask for cursor=0.
      initialPageParam: null as string | null,
      getNextPageParam: (page: { next?: string | null }) => page.next ?? undefined,
      placeholderData: (before: unknown) => before as never,
    },
  )

/** “Mary, MO” as a list; empty pieces and repetitions go. */
export const listOf = (text: string) => [
  ...new Set(
    text
      .split(',')
      .map((piece) => piece.trim())
      .filter(Boolean),
  ),
]
