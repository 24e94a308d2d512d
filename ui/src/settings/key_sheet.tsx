import { PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { useFields } from '@/kit/use_fields'
import { keysKey } from './keys'
import { Save } from './save'
import styles from './settings.module.css'

interface Props {
  known: Schemas['ProviderKey']
  name: string
  onClose: () => void
}

/** Takes a new key; the one before is never shown, only replaced. */
export default function KeySheet({ known, name, onClose }: Props) {
  const t = useT()
  const [errors, setErrors] = useState<FieldErrors>({})
  const fields = useFields({ key: '', base_url: '' })
  const own = known.provider === 'custom'
  const save = useWrite(
    (body: Schemas['ProviderKeyInput']) =>
      api.PUT('/api/v1/settings/keys/{provider}', { params: { path: { provider: known.provider } }, body }),
    {
      refresh: [keysKey],
      onDone: () => {
        onClose()
        toast(t('settings.keys.saved', { provider: name }))
      },
      onProblem: (error) => setErrors(fieldErrors(error)),
    },
  )
  const submit = () => {
    const missing: Record<string, string> = {}
    if (!fields.values.key.trim()) missing.key = t('settings.keys.key_missing')
    if (own && !fields.values.base_url.trim()) missing.base_url = t('settings.keys.address_missing')
    setErrors(missing)
    if (Object.keys(missing).length) return
    save.mutate({ key: fields.values.key.trim(), base_url: fields.values.base_url.trim() || null })
  }
  const labels = { key: t('settings.keys.key'), base_url: t('settings.keys.address') }
  return (
    <Sheet opened onClose={onClose} title={t('settings.keys.sheet', { provider: name })}>
      <Form errors={errors} labels={labels} onSubmit={submit}>
        {known.last_four && (
          <p className={styles.note}>{t('settings.keys.replaces', { last_four: known.last_four })}</p>
        )}
        <Field name="key" label={labels.key} hint={t('settings.keys.key_hint')} error={errors.key}>
          {(control) => (
            <PasswordInput
              {...control}
              {...fields.text('key')}
              autoComplete="off"
              data-autofocus
              visibilityToggleButtonProps={{ 'aria-label': t('settings.keys.show') }}
            />
          )}
        </Field>
        <Field
          name="base_url"
          label={labels.base_url}
          optional={!own}
          hint={t('settings.keys.address_hint')}
          error={errors.base_url}
        >
          {(control) => (
            <TextInput
              {...control}
              {...fields.text('base_url')}
              type="url"
              inputMode="url"
              placeholder="https://models.example.com/v1"
            />
          )}
        </Field>
        <Save busy={save.isPending} dirty={fields.dirty} />
      </Form>
    </Sheet>
  )
}
