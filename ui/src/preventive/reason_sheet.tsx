import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { type Plan, planKeys } from './queries'

interface Props {
  plan: Plan
  action: 'pause' | 'skip'
  onClose: () => void
}

/** Pausing and skipping are told why, because the history shows it. */
export default function ReasonSheet({ plan, action, onClose }: Props) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [errors, setErrors] = useState<FieldErrors>({})
  const params = { path: { id: plan.id } }
  const write = useWrite<void, unknown>(
    () =>
      action === 'pause'
        ? api.POST('/api/v1/maintenance-plans/{id}/pause', { params, body: { reason: reason.trim() } })
        : api.POST('/api/v1/maintenance-plans/{id}/skip', { params, body: { reason: reason.trim() } }),
    {
      refresh: planKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: () => {
        toast(t(`preventive.${action}.done`, { name: plan.name }))
        onClose()
      },
    },
  )
  const save = () => {
    if (reason.trim()) write.mutate()
    else setErrors({ reason: t('preventive.reason_missing') })
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t(`preventive.${action}.title`, { name: plan.name })}
      footer={
        <Button loading={write.isPending} onClick={save}>
          {t(`preventive.${action}.save`)}
        </Button>
      }
    >
      <Form errors={errors} labels={{ reason: t('preventive.reason') }} onSubmit={save}>
        <Field name="reason" label={t('preventive.reason')} hint={t(`preventive.${action}.hint`)} error={errors.reason}>
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
