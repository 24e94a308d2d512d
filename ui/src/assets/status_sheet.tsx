import { Button, Textarea } from '@mantine/core'
import { useState } from 'react'
import { fieldErrors } from '@/api/problems'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { MomentInput } from '@/kit/moment_input'
import { Sheet } from '@/kit/sheet'
import type { Asset, AssetStatus } from './queries'
import { useSetStatus } from './status_switch'

interface Props {
  asset: Asset
  status: AssetStatus
  onClose: () => void
}

export default function StatusSheet({ asset, status, onClose }: Props) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [at, setAt] = useState<Date | null>(null)
  const [errors, setErrors] = useState<FieldErrors>({})
  const set = useSetStatus(asset, (error) => setErrors(fieldErrors(error)))
  const save = () => set.mutate({ status, reason: reason.trim(), at: at?.toISOString() }, { onSuccess: onClose })
  const word = t(`assets.status.${status}`)
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t('assets.status_sheet.title', { name: asset.name, status: word })}
      footer={
        <Button loading={set.isPending} onClick={save}>
          {t('assets.status_sheet.save', { status: word })}
        </Button>
      }
    >
      <Form errors={errors} onSubmit={save}>
        <Field
          name="reason"
          label={t('assets.status_sheet.reason')}
          hint={t('assets.status_sheet.reason_hint')}
          optional
          error={errors.reason}
        >
          {(control) => (
            <Textarea
              {...control}
              autosize
              minRows={3}
              data-autofocus
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field name="at" label={t('assets.since')} hint={t('assets.since_hint')} optional error={errors.at}>
          {(control) => <MomentInput control={control} value={at} onChange={setAt} max={new Date()} />}
        </Field>
      </Form>
    </Sheet>
  )
}
