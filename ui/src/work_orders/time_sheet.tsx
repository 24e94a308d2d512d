import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, Form } from '@/kit/form'
import { QuantityInput } from '@/kit/number_inputs'
import { Sheet } from '@/kit/sheet'
import styles from './choices.module.css'
import { bookingTouches } from './entries'
import type { RecordState } from './use_record'

const presets = [15, 30, 60, 90, 120]

/** Minutes worked, by one tap or typed. */
export default function TimeSheet({ record }: { record: RecordState }) {
  const t = useT()
  const { order, close } = record
  const [minutes, setMinutes] = useState<number | null>(null)
  const [note, setNote] = useState('')
  const [errors, setErrors] = useState<Record<string, string>>({})
  const book = useWrite(
    (body: { minutes: number; note?: string }) =>
      api.POST('/api/v1/work-orders/{id}/time', { params: { path: { id: order.id } }, body }),
    { refresh: bookingTouches(order.id, 'time'), onDone: close, onProblem: (error) => setErrors(fieldErrors(error)) },
  )
  const submit = () => {
    if (minutes === null) setErrors({ minutes: t('work_orders.time.missing') })
    else book.mutate({ minutes, ...(note.trim() && { note: note.trim() }) })
  }
  return (
    <Sheet
      opened
      onClose={close}
      title={t('work_orders.time.add')}
      footer={
        <Button loading={book.isPending} onClick={submit}>
          {t('work_orders.time.add')}
        </Button>
      }
    >
      <Form errors={errors} labels={{ minutes: t('work_orders.time.minutes') }} onSubmit={submit}>
        <div className={styles.chips}>
          {presets.map((preset) => (
            <button
              key={preset}
              type="button"
              className={styles.chip}
              aria-pressed={minutes === preset}
              onClick={() => setMinutes(preset)}
            >
              {preset} min
            </button>
          ))}
        </div>
        <Field name="minutes" label={t('work_orders.time.minutes')} error={errors.minutes}>
          {(control) => <QuantityInput control={control} value={minutes} onChange={setMinutes} unit="min" whole />}
        </Field>
        <Field name="note" label={t('work_orders.time.note')} optional error={errors.note}>
          {(control) => (
            <TextInput {...control} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
