import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { MomentInput } from '@/kit/moment_input'
import type { PickerOption } from '@/kit/picker'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { LocationPicker } from '@/sites/picker'
import { AssetPicker } from './picker'
import { type Asset, historyKeys } from './queries'

interface Props {
  asset: Asset
  /** Takes it away instead of putting it somewhere. */
  remove?: boolean
  onClose: () => void
}

/** Installs at a place, or removes from it, with a date and a reason. */
export default function InstallSheet({ asset, remove = false, onClose }: Props) {
  const t = useT()
  const [location, setLocation] = useState<PickerOption | null>(null)
  const [replaces, setReplaces] = useState<PickerOption | null>(null)
  const [at, setAt] = useState<Date | null>(null)
  const [reason, setReason] = useState('')
  const [errors, setErrors] = useState<FieldErrors>({})
  const common = { ...(at && { at: at.toISOString() }), ...(reason.trim() && { reason: reason.trim() }) }
  const params = { path: { id: asset.id } }
  const write = useWrite(
    () =>
      remove
        ? api.POST('/api/v1/assets/{id}/remove', { params, body: common })
        : api.POST('/api/v1/assets/{id}/install', {
            params,
            body: { ...common, location_id: location?.id ?? '', ...(replaces && { replaces: replaces.id }) },
          }),
    {
      refresh: historyKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: () => {
        toast(
          remove
            ? t('assets.remove.done', { name: asset.name })
            : t('assets.install.done', { name: asset.name, place: location?.label ?? '' }),
        )
        onClose()
      },
    },
  )
  const save = () => {
    if (!remove && !location) setErrors({ location_id: t('assets.install.where_missing') })
    else write.mutate()
  }
  const labels = { location_id: t('assets.install.where'), at: t('assets.since') }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t(remove ? 'assets.remove.title' : 'assets.install.title', { name: asset.name })}
      footer={
        <Button loading={write.isPending} onClick={save}>
          {t(remove ? 'assets.remove.save' : 'assets.install.save')}
        </Button>
      }
    >
      <Form errors={errors} labels={labels} onSubmit={save}>
        {!remove && (
          <>
            <Field name="location_id" label={labels.location_id} error={errors.location_id}>
              {(control) => <LocationPicker control={control} value={location} onChange={setLocation} />}
            </Field>
            <Field
              name="replaces"
              label={t('assets.install.replaces')}
              hint={t('assets.install.replaces_hint')}
              optional
              error={errors.replaces}
            >
              {(control) => <AssetPicker control={control} value={replaces} onChange={setReplaces} except={asset.id} />}
            </Field>
          </>
        )}
        <Field name="at" label={labels.at} hint={t('assets.since_hint')} optional error={errors.at}>
          {(control) => <MomentInput control={control} value={at} onChange={setAt} max={new Date()} />}
        </Field>
        <Field name="reason" label={t('assets.reason')} optional error={errors.reason}>
          {(control) => (
            <TextInput {...control} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
