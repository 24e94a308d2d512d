import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from '@/kit/toast'
import { Problem, problemText } from './problems'
import { noteProblem } from './query_client'

/** A change to cached data: which entry, and what it becomes. */
export interface Patch {
  key: QueryKey
  update: (data: never) => unknown
}

/** `patch(key, (workOrder: WorkOrder) => ({ ...workOrder, title }))`. */
export const patch = <Data>(key: QueryKey, update: (data: Data) => Data): Patch => ({
  key,
  update: update as (data: never) => unknown,
})

interface Options<Variables, Result> {
  /** Applied at once and taken back when the server refuses. */
  optimistic?: (variables: Variables) => Patch[]
  /** Queries to fetch again afterwards, by the beginning of their keys: `['get', '/api/v1/parts']`. */
  refresh?: QueryKey[]
  onDone?: (result: Result, variables: Variables) => void
  /** A form shows its own errors; without this a refusal becomes a toast. */
  onProblem?: (error: unknown, variables: Variables) => void
  /** The same field was changed elsewhere; `problem.conflicts` has both values. */
  onConflict?: (problem: Problem, variables: Variables) => void
}

/**
 * The one way to change something: `useWrite((title: string) => api.PATCH('/api/v1/assets/{id}', …), { … })`.
 * Retries with the same idempotency key happen below, in `send`.
 */
export function useWrite<Variables, Result>(
  request: (variables: Variables) => Promise<{ data?: Result }>,
  options: Options<Variables, Result> = {},
) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (variables: Variables) => (await request(variables)).data as Result,
    onMutate: async (variables) => {
      const patches = options.optimistic?.(variables) ?? []
      await Promise.all(patches.map(({ key }) => client.cancelQueries({ queryKey: key })))
      const before = patches.map(({ key }) => [key, client.getQueryData(key)] as const)
      for (const { key, update } of patches) {
        client.setQueryData(key, (data: unknown) => (data === undefined ? undefined : update(data as never)))
      }
      return before
    },
    onError: (error, variables, before) => {
      for (const [key, data] of before ?? []) client.setQueryData(key, data)
      noteProblem(error)
      const conflict = error instanceof Problem && (error.status === 409 || error.status === 412)
      if (conflict && error.conflicts.length && options.onConflict) options.onConflict(error, variables)
      else if (options.onProblem) options.onProblem(error, variables)
      else toast(problemText(error), { tone: 'red' })
    },
    onSuccess: (result, variables) => options.onDone?.(result, variables),
    onSettled: () => Promise.all((options.refresh ?? []).map((queryKey) => client.invalidateQueries({ queryKey }))),
  })
}
