import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useT } from '@/i18n'
import { DateInput } from '@/kit/date_input'
import { Field } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { atTime, toTimeField } from './due'

interface Props {
  title: string
  value: string | null | undefined
  onDone: (at: string | null) => void
  onClose: () => void
}

/** A day by preset or date, a time if it matters. */
export default function DueSheet({ title, value, onDone, onClose }: Props) {
  const t = useT()
  const [day, setDay] = useState<Date | null>(value ? new Date(value) : null)
  const [time, setTime] = useState(value ? toTimeField(new Date(value)) : '')
  const finish = (at: string | null) => {
    onDone(at)
    onClose()
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={title}
      footer={
        <>
          {value && (
            <Button variant="default" onClick={() => finish(null)}>
              {t('work_orders.due.clear')}
            </Button>
          )}
          <Button disabled={!day} onClick={() => day && finish(atTime(day, time, new Date()).toISOString())}>
            {t('work_orders.due.set')}
          </Button>
        </>
      }
    >
      <div style={{ display: 'grid', gap: 16 }}>
        <Field name="day" label={t('work_orders.due.day')}>
          {(control) => <DateInput control={control} value={day} onChange={setDay} />}
        </Field>
        <Field name="time" label={t('work_orders.due.time')} optional>
          {(control) => (
            <TextInput {...control} type="time" value={time} onChange={(event) => setTime(event.currentTarget.value)} />
          )}
        </Field>
      </div>
    </Sheet>
  )
}
