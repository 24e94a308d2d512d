import { useQuery } from '@tanstack/react-query'
import { $api, type Schemas } from '@/api/client'

export type Session = Schemas['Session']

/** The query of who is signed in. `quiet`: a 401 here is an answer, not a session that ended. */
export const sessionOptions = () => ({
  ...$api.queryOptions('get', '/api/v1/session', {}),
  staleTime: 5 * 60_000,
  retry: false,
  meta: { quiet: true },
})

/** Inside the shell there always is a session: the route waits for it. */
export function useSession(): Session {
  const { data } = useQuery(sessionOptions())
  if (!data) throw new Error('useSession outside the signed-in part of the product')
  return data
}

/** Whether the person may do this at all; whether they may do it to one record is in the record's `actions`. */
export const can = (session: Session, permission: string) => permission in session.permissions

export const useCan = (permission: string) => can(useSession(), permission)
