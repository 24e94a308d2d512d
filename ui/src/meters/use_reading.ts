import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import type { FieldErrors } from '@/kit/form'
import { toast } from '@/kit/toast'
import { uuid } from '@/lib/ids'
import { blank, type Entry, toReading } from './entry'
import { type Meter, meterKeys } from './queries'

/** A reading while it is typed, and keeping it. Its key stays the same until it is kept, so that it counts once. */
export function useReading(meter: Meter, at: Date | null, onKept: (taken: Schemas['ReadingsTaken']) => void) {
  const t = useT()
  const [entry, setEntry] = useState<Entry>(blank)
  const [key, setKey] = useState(uuid)
  const [errors, setErrors] = useState<FieldErrors>({})
  const write = useWrite(
    (body: Schemas['NewReading']) =>
      api.POST('/api/v1/meters/{id}/readings', { params: { path: { id: meter.id } }, body }),
    {
      refresh: [...meterKeys, ['get', '/api/v1/work-orders']],
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: (taken) => {
        setEntry(blank)
        setKey(uuid())
        const order = taken.evaluations.find((said) => said.work_order_number)
        if (order)
          toast(
            t(`meters.kept.${order.evaluation.outcome === 'joined' ? 'joined' : 'fired'}`, {
              number: order.work_order_number,
            }),
          )
        onKept(taken)
      },
    },
  )
  const save = () => {
    const body = toReading(meter, entry, at, key)
    setErrors(body ? {} : { value: t('meters.value_missing') })
    if (body) write.mutate(body)
  }
  const change = (part: Partial<Entry>) => setEntry((old) => ({ ...old, ...part }))
  return { entry, change, errors, save, busy: write.isPending }
}
