import { Button } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, Form } from '@/kit/form'
import { QuantityInput } from '@/kit/number_inputs'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { bookingTouches } from './entries'
import type { RecordState } from './use_record'

interface Props {
  record: RecordState
  /** The issue that it comes back from. */
  movement: string
  part: string
  most: number
  name: string
}

/** Parts that were not needed go back to their bin. */
export default function ReturnSheet({ record, movement, part, most, name }: Props) {
  const t = useT()
  const { order, close } = record
  const [quantity, setQuantity] = useState<number | null>(most)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const giveBack = useWrite(
    (body: { part_id: string; quantity: number; issue_id: string }) =>
      api.POST('/api/v1/work-orders/{id}/parts/return', { params: { path: { id: order.id } }, body }),
    {
      refresh: [...bookingTouches(order.id, 'costs'), ['get', '/api/v1/stock-movements'], ['get', '/api/v1/parts']],
      onDone: () => {
        close()
        toast(t('work_orders.parts.returned', { name }))
      },
      onProblem: (error) => setErrors(fieldErrors(error)),
    },
  )
  const submit = () => {
    if (!quantity || quantity <= 0) setErrors({ quantity: t('work_orders.parts.quantity_missing') })
    else giveBack.mutate({ part_id: part, quantity, issue_id: movement })
  }
  return (
    <Sheet
      opened
      onClose={close}
      title={t('work_orders.parts.return_part', { name })}
      footer={
        <Button loading={giveBack.isPending} onClick={submit}>
          {t('work_orders.parts.return')}
        </Button>
      }
    >
      <Form errors={errors} labels={{ quantity: t('work_orders.parts.quantity') }} onSubmit={submit}>
        <Field name="quantity" label={t('work_orders.parts.quantity')} error={errors.quantity}>
          {(control) => <QuantityInput control={control} value={quantity} onChange={setQuantity} unit="" />}
        </Field>
      </Form>
    </Sheet>
  )
}
