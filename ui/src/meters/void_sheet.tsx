import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { type Meter, meterKeys } from './queries'

interface Props {
  meter: Meter
  /** A reading by its instant, or an event by its id. */
  what: { reading: string } | { event: string }
  words: string
  onClose: () => void
}

/** Takes back what was recorded by mistake; it stays to be seen, with the reason. */
export default function VoidSheet({ meter, what, words, onClose }: Props) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [errors, setErrors] = useState<FieldErrors>({})
  const write = useWrite<void, unknown>(
    () =>
      'reading' in what
        ? api.POST('/api/v1/meters/{id}/readings/void', {
            params: { path: { id: meter.id } },
            body: { recorded_at: what.reading, reason: reason.trim() },
          })
        : api.POST('/api/v1/meters/{id}/events/{event_id}/void', {
            params: { path: { id: meter.id, event_id: what.event } },
            body: { reason: reason.trim() },
          }),
    {
      refresh: meterKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: () => {
        toast(t('meters.void.done'))
        onClose()
      },
    },
  )
  const save = () => {
    if (reason.trim()) write.mutate()
    else setErrors({ reason: t('meters.void.reason_missing') })
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t('meters.void.title', { what: words })}
      footer={
        <Button color="red" loading={write.isPending} onClick={save}>
          {t('meters.void.save')}
        </Button>
      }
    >
      <Form errors={errors} labels={{ reason: t('meters.void.reason') }} onSubmit={save}>
        <Field name="reason" label={t('meters.void.reason')} hint={t('meters.void.hint')} error={errors.reason}>
          {(control) => (
            <TextInput
              {...control}
              data-autofocus
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
