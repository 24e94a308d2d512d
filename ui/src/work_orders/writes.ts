import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import type { Problem } from '@/api/problems'
import { patch, useWrite } from '@/api/write'
import { orderOptions, touched } from './data'
import type { WorkOrder } from './search'

export type OrderPatch = Schemas['WorkOrderPatch']
export type Transition = Schemas['Transition']

/** A change of fields that somebody else changed first. */
export interface PendingConflict {
  problem: Problem
  patch: OrderPatch
}

const named = <Thing extends { id: string }>(ids: string[], known: readonly Thing[]) =>
  ids.flatMap((id) => known.filter((thing) => thing.id === id))

/** What the order looks like right after a change, before the server has answered. */
function applied(order: WorkOrder, change: OrderPatch, people: readonly { id: string; name: string }[]): WorkOrder {
  const next = { ...order, ...change, version: order.version } as WorkOrder
  if (change.assignee_ids) next.assignees = named(change.assignee_ids, [...people, ...order.assignees])
  return next
}

/** Changes fields of one order at once; two people at the same field end in `conflict`. */
export function useChangeOrder(order: WorkOrder, people: readonly { id: string; name: string }[] = []) {
  const client = useQueryClient()
  const key = orderOptions(order.id).queryKey
  const [conflict, setConflict] = useState<PendingConflict>()
  const change = useWrite(
    (body: OrderPatch) =>
      api.PATCH('/api/v1/work-orders/{id}', {
        params: { path: { id: order.id } },
        body: { version: order.version, ...body },
      }),
    {
      optimistic: (body) => [patch(key, (before: WorkOrder) => applied(before, body, people))],
      refresh: touched(order.id),
      onDone: (result) => client.setQueryData(key, result),
      onConflict: (problem, body) => setConflict({ problem, patch: body }),
    },
  )
  /** Sends the chosen fields again, on top of what is stored now. */
  const resolve = async (keepMine: string[]) => {
    if (!conflict) return
    setConflict(undefined)
    const fresh = await client.fetchQuery({ ...orderOptions(order.id), staleTime: 0 })
    const mine = Object.fromEntries(Object.entries(conflict.patch).filter(([field]) => keepMine.includes(field)))
    if (Object.keys(mine).length) change.mutate({ ...mine, version: fresh.version })
  }
  return { change: change.mutate, conflict, resolve, dropConflict: () => setConflict(undefined) }
}

export interface Step extends Transition {
  /** Of which order, where it is not the one of the page. */
  id?: string
  /** Close at once after completing. */
  thenClose?: boolean
}

/** Takes an order to another state. `done` runs when the server has agreed. */
export function useTransition(order: Pick<WorkOrder, 'id'>, done?: (result: WorkOrder, step: Step) => void) {
  const client = useQueryClient()
  return useWrite(
    async ({ thenClose, id = order.id, ...body }: Step) => {
      const params = { path: { id } }
      const first = await api.POST('/api/v1/work-orders/{id}/transition', { params, body })
      return thenClose ? api.POST('/api/v1/work-orders/{id}/transition', { params, body: { to: 'closed' } }) : first
    },
    {
      refresh: [...touched(order.id), ['get', '/api/v1/work-orders/{id}/time', { params: { path: { id: order.id } } }]],
      onDone: (result, step) => {
        client.setQueryData(orderOptions(result.id).queryKey, result)
        done?.(result as WorkOrder, step)
      },
    },
  )
}

/** Changes many orders alike; those that may not be changed are named by the server. */
export function useBulk(done: (results: Schemas['BulkResults']) => void) {
  return useWrite((body: Schemas['BulkChange']) => api.POST('/api/v1/work-orders/bulk', { body }), {
    refresh: [
      ['get', '/api/v1/work-orders'],
      ['get', '/api/v1/work-orders/counts'],
      ['get', '/api/v1/work-orders/{id}'],
    ],
    onDone: (results) => done(results as Schemas['BulkResults']),
  })
}
