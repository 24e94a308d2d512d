import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { type Language, languages, setLanguage, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Choice, Tick } from '@/kit/choice'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { PageHead } from '@/kit/page_head'
import { toast } from '@/kit/toast'
import { useFields } from '@/kit/use_fields'
import { useDensity, useSingleKeys, useTheme } from '@/shell/preferences'
import { roleName } from '@/shell/role_name'
import { sessionOptions, useSession } from '@/shell/session'
import styles from './settings.module.css'

export function MePage() {
  const t = useT()
  const { user } = useSession()
  return (
    <>
      <PageHead title={t('settings.me.title')} facts={t('settings.me.facts')} />
      <div className={styles.sections}>
        <You key={user.version} />
        <Appearance />
      </div>
    </>
  )
}

interface Me {
  name: string
  language: string
}

function You() {
  const t = useT()
  const { user, organization, role } = useSession()
  const [errors, setErrors] = useState<FieldErrors>({})
  const before: Me = { name: user.name, language: user.language ?? '' }
  const fields = useFields(before)
  const save = useWrite(
    ({ name, language }: Me) => api.PATCH('/api/v1/me', { body: { name, language: language || null } }),
    {
      refresh: [sessionOptions().queryKey],
      onDone: (me, sent) => {
        void setLanguage(me.language ?? organization.language, true)
        const undo = () => save.mutate(before)
        toast(t('settings.saved'), sent === before ? {} : { undo })
      },
      onProblem: (error) => setErrors(fieldErrors(error)),
    },
  )
  const submit = () => {
    const missing: FieldErrors = fields.values.name.trim() ? {} : { name: t('settings.me.name_missing') }
    setErrors(missing)
    if (!missing.name) save.mutate(fields.values)
  }
  return (
    <Card title={t('settings.me.you')}>
      <div className={styles.form}>
        <Form errors={errors} onSubmit={submit}>
          <Field name="name" label={t('settings.name')} error={errors.name}>
            {(control) => <TextInput {...control} {...fields.text('name')} autoComplete="name" />}
          </Field>
          <Field name="language" label={t('shell.language')}>
            {(control) => (
              <NativeSelect
                {...control}
                {...fields.text('language')}
                data={[
                  {
                    value: '',
                    label: t('settings.me.as_organization', {
                      language: languages[organization.language as Language] ?? organization.language,
                    }),
                  },
                  ...Object.entries(languages).map(([value, label]) => ({ value, label })),
                ]}
              />
            )}
          </Field>
          <dl className={styles.facts}>
            <dt>{t('identity.email')}</dt>
            <dd>{user.email}</dd>
            <dt>{t('people.role')}</dt>
            <dd dir="auto">{roleName(t, role.name)}</dd>
          </dl>
          <div className={styles.actions}>
            <Button type="submit" loading={save.isPending} disabled={!fields.dirty}>
              {t('settings.save')}
            </Button>
          </div>
        </Form>
      </div>
    </Card>
  )
}

/** Each choice takes effect at once and is kept with the account. */
function Appearance() {
  const t = useT()
  const theme = useTheme()
  const density = useDensity()
  const singleKeys = useSingleKeys()
  return (
    <Card title={t('settings.me.appearance')} hint={t('settings.me.at_once')}>
      <div style={{ display: 'grid', gap: 18 }}>
        <Choice
          label={t('shell.theme.label')}
          value={theme.value}
          options={theme.options.map(({ value, label }) => ({ value, label: t(label) }))}
          onChange={theme.set}
        />
        <Choice
          label={t('settings.me.density')}
          hint={t('settings.me.density_hint')}
          value={density.value}
          options={[
            { value: 'comfortable', label: t('settings.me.comfortable') },
            { value: 'compact', label: t('settings.me.compact') },
          ]}
          onChange={density.set}
        />
        <Tick
          label={t('shell.keys.single')}
          detail={t('settings.me.keys_hint')}
          checked={singleKeys.on}
          onChange={(event) => singleKeys.set(event.currentTarget.checked)}
        />
      </div>
    </Card>
  )
}
