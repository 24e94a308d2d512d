import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { MomentInput } from '@/kit/moment_input'
import { QuantityInput } from '@/kit/number_inputs'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { useValueWords } from './marks'
import { type Meter, type MeterEvent, meterKeys } from './queries'
import { unitWord } from './units'

interface Props {
  meter: Meter
  kind: MeterEvent['kind']
  onClose: () => void
}

/** Records that a meter began again. Readings stay as they are. */
export default function EventSheet({ meter, kind, onClose }: Props) {
  const t = useT()
  const say = useValueWords(meter)
  const [at, setAt] = useState<Date | null>(null)
  const [before, setBefore] = useState<number | null>(null)
  const [after, setAfter] = useState<number | null>(null)
  const [note, setNote] = useState('')
  const [errors, setErrors] = useState<FieldErrors>({})
  const write = useWrite<void, unknown>(
    () => {
      const body: Schemas['NewMeterEvent'] = {
        kind,
        ...(at && { at: at.toISOString() }),
        ...(before !== null && { before_value: before }),
        ...(after !== null && { after_value: after }),
        ...(note.trim() && { note: note.trim() }),
      }
      return api.POST('/api/v1/meters/{id}/events', { params: { path: { id: meter.id } }, body })
    },
    {
      refresh: meterKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: () => {
        toast(t(`meters.${kind}.done`, { name: meter.name }))
        onClose()
      },
    },
  )
  const values = kind !== 'rollover' && meter.kind === 'counter'
  const unit = unitWord(meter.unit)
  const labels = {
    at: t('meters.field.at'),
    before_value: t('meters.field.before_value'),
    after_value: t('meters.field.after_value'),
    note: t('meters.field.note'),
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t(`meters.${kind}.title`, { name: meter.name })}
      footer={
        <Button loading={write.isPending} onClick={() => write.mutate()}>
          {t(`meters.${kind}.save`)}
        </Button>
      }
    >
      <Form errors={errors} labels={labels} onSubmit={() => write.mutate()}>
        <p>{t(`meters.${kind}.text`, { value: say(meter.rollover_value) })}</p>
        <Field name="at" label={labels.at} hint={t('meters.at_hint')} optional error={errors.at}>
          {(control) => <MomentInput control={control} value={at} onChange={setAt} max={new Date()} />}
        </Field>
        {values && (
          <>
            <Field
              name="before_value"
              label={labels.before_value}
              hint={t('meters.before_hint', { value: say(meter.latest?.value) })}
              optional
              error={errors.before_value}
            >
              {(control) => <QuantityInput control={control} unit={unit} value={before} onChange={setBefore} />}
            </Field>
            <Field
              name="after_value"
              label={labels.after_value}
              hint={t('meters.after_hint')}
              optional
              error={errors.after_value}
            >
              {(control) => <QuantityInput control={control} unit={unit} value={after} onChange={setAfter} />}
            </Field>
          </>
        )}
        <Field name="note" label={labels.note} optional error={errors.note}>
          {(control) => (
            <Textarea
              {...control}
              autosize
              minRows={2}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
