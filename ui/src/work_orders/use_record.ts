import { useState } from 'react'
import { api } from '@/api/client'
import { useWrite } from '@/api/write'
import { t as translate } from '@/i18n'
import { toast } from '@/kit/toast'
import { orderOptions, touched, usePeople } from './data'
import type { Status } from './marks'
import type { WorkOrder } from './search'
import { type Step, useChangeOrder, useTransition } from './writes'

/** What lies over the record: at most one thing at a time. */
export type Layer =
  | { kind: 'people' | 'due' | 'planned' | 'edit' | 'time' | 'part' | 'cost' | 'link' }
  | { kind: 'step'; to: Status }
  | { kind: 'return'; movement: string; part: string; most: number; name: string }

export const actionOf = (order: Pick<WorkOrder, 'actions'>, name: string) =>
  order.actions.find((action) => action.name === name)

const clockKey = (id: string) => ['get', '/api/v1/work-orders/{id}/time', { params: { path: { id } } }]

/** Everything that the parts of the record share: the order, what may be done, and what is open over it. */
export function useRecord(order: WorkOrder) {
  const [layer, setLayer] = useState<Layer>()
  const people = usePeople()
  const { change, conflict, resolve, dropConflict } = useChangeOrder(order, people)
  const clock = useWrite(
    (running: boolean) =>
      api.POST('/api/v1/work-orders/{id}/timer', { params: { path: { id: order.id } }, body: { running } }),
    { refresh: [orderOptions(order.id).queryKey, clockKey(order.id), ...touched(order.id)] },
  )
  const transition = useTransition(order, (result, step) => {
    setLayer(undefined)
    // Whoever starts the work works: their clock runs from here on.
    if (step.to === 'in_progress' && actionOf(result, 'record_time')?.allowed) clock.mutate(true)
    else toast(translate('work_orders.record.now', { status: translate(`work_orders.status.${result.status}`) }))
  })
  /** Takes the step, or first asks what has to be said with it. */
  const go = (to: Status) => {
    const action = order.actions.find((one) => one.to === to)
    if (!action) return
    if (!action.allowed) toast(action.reason ?? '', { tone: 'red' })
    else if (action.needs.length || to === 'completed') setLayer({ kind: 'step', to })
    else transition.mutate({ to })
  }
  return {
    order,
    people,
    change,
    conflict,
    resolve,
    dropConflict,
    layer,
    open: setLayer,
    close: () => setLayer(undefined),
    go,
    step: (step: Step) => transition.mutate(step),
    stepping: transition.isPending,
    clock: (running: boolean) => clock.mutate(running),
    may: (name: string) => actionOf(order, name)?.allowed ?? false,
    whyNot: (name: string) => actionOf(order, name)?.reason ?? undefined,
  }
}

export type RecordState = ReturnType<typeof useRecord>
