import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, Form } from '@/kit/form'
import { MoneyInput } from '@/kit/number_inputs'
import { Sheet } from '@/kit/sheet'
import { useSession } from '@/shell/session'
import styles from './choices.module.css'
import { bookingTouches } from './entries'
import type { RecordState } from './use_record'

type Category = Schemas['CostCategory']
const categories: Category[] = ['vendor', 'part', 'labour', 'other']

/** Money spent on the order outside stock and clock. */
export default function CostSheet({ record }: { record: RecordState }) {
  const t = useT()
  const { order, close } = record
  const { organization } = useSession()
  const [category, setCategory] = useState<Category>('vendor')
  const [amount, setAmount] = useState<number | null>(null)
  const [description, setDescription] = useState('')
  const [errors, setErrors] = useState<Record<string, string>>({})
  const book = useWrite(
    (body: Schemas['NewCostEntry']) =>
      api.POST('/api/v1/work-orders/{id}/costs', { params: { path: { id: order.id } }, body }),
    { refresh: bookingTouches(order.id, 'costs'), onDone: close, onProblem: (error) => setErrors(fieldErrors(error)) },
  )
  const submit = () => {
    if (amount === null) setErrors({ amount_minor: t('work_orders.cost.missing') })
    else book.mutate({ category, amount_minor: amount, ...(description.trim() && { description: description.trim() }) })
  }
  return (
    <Sheet
      opened
      onClose={close}
      title={t('work_orders.cost.add')}
      footer={
        <Button loading={book.isPending} onClick={submit}>
          {t('work_orders.cost.add')}
        </Button>
      }
    >
      <Form errors={errors} labels={{ amount_minor: t('work_orders.cost.amount') }} onSubmit={submit}>
        <Field name="amount_minor" label={t('work_orders.cost.amount')} error={errors.amount_minor}>
          {(control) => (
            <MoneyInput control={control} value={amount} onChange={setAmount} currency={organization.currency} />
          )}
        </Field>
        <div className={styles.chips}>
          {categories.map((one) => (
            <button
              key={one}
              type="button"
              className={styles.chip}
              aria-pressed={category === one}
              onClick={() => setCategory(one)}
            >
              {t(`work_orders.cost.${one}`)}
            </button>
          ))}
        </div>
        <Field name="description" label={t('work_orders.cost.description')} optional error={errors.description}>
          {(control) => (
            <TextInput
              {...control}
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
