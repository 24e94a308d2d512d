import { QueryCache, QueryClient } from '@tanstack/react-query'
import { Problem } from './problems'

type SignedOut = () => void
let signedOut: SignedOut = () => undefined

/** What to do when a request finds the session over; set once by the router. */
export const onSignedOut = (handler: SignedOut) => {
  signedOut = handler
}

export const noteProblem = (error: unknown) => {
  if (error instanceof Problem && error.status === 401) signedOut()
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: (error, query) => !query.meta?.quiet && noteProblem(error) }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 60 * 60_000,
      networkMode: 'always',
      retry: (failures, error) => failures < 2 && !(error instanceof Problem && error.status > 0 && error.status < 500),
    },
    mutations: { networkMode: 'always' },
  },
})
