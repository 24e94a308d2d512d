import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { languages, setLanguage, useLanguage, useT } from '@/i18n'
import { Empty } from '@/kit/empty'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { usePageTitle } from '@/kit/page_title'
import { localTimeZone, timeZones } from '@/lib/time_zones'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { Outside } from './outside'
import styles from './outside.module.css'
import { guessCurrency, missingFields, type SetUpFields, setUpFields } from './set_up_fields'
import { useLarge } from './use_large'

const route = getRouteApi('/setup')

export function SetUpPage() {
  const t = useT()
  const { token } = route.useSearch()
  usePageTitle(t('identity.set_up.title'))
  if (token) return <SetUpForm token={token} />
  return (
    <Outside title={t('identity.set_up.title')}>
      <Empty art="lock" title={t('identity.set_up.no_token.title')} text={t('identity.set_up.no_token.text')} />
    </Outside>
  )
}

function SetUpForm({ token }: { token: string }) {
  const t = useT()
  const go = useGo()
  const large = useLarge()
  const client = useQueryClient()
  const language = useLanguage()
  const [errors, setErrors] = useState<FieldErrors>({})
  const [fields, setFields] = useState<SetUpFields>(() => ({
    organization_name: '',
    site_name: '',
    time_zone: localTimeZone(),
    currency: guessCurrency(navigator.language),
    name: '',
    email: '',
    password: '',
  }))
  const done = () => {
    client.clear()
    void go(paths.home(), { keep: true })
  }
  const signIn = useWrite((body: Schemas['SignIn']) => api.POST('/api/v1/session', { body }), {
    onDone: done,
    // The organisation is there; the sign-in page asks again.
    onProblem: done,
  })
  const save = useWrite((body: Schemas['SetUp']) => api.POST('/api/v1/setup', { body }), {
    onDone: (_organization, { email, password }) => signIn.mutate({ email, password }),
    onProblem: (error) => setErrors(fieldErrors(error)),
  })
  const submit = () => {
    const missing = Object.fromEntries(
      missingFields(fields).map((name) => [name, t(`identity.set_up.missing.${name}`)]),
    )
    setErrors(missing)
    if (!Object.keys(missing).length) save.mutate({ ...fields, language, token })
  }
  const text = (name: keyof SetUpFields) => ({
    size: large,
    value: fields[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement | HTMLSelectElement>) => {
      const { value } = event.currentTarget
      setFields((before) => ({ ...before, [name]: value }))
    },
  })
  const labels = Object.fromEntries(setUpFields.map((name) => [name, t(`identity.set_up.label.${name}`)]))
  const field = (name: keyof SetUpFields, hint?: string) => ({
    name,
    hint,
    label: labels[name] ?? '',
    error: errors[name],
  })

  return (
    <Outside title={t('identity.set_up.title')} text={t('identity.set_up.text')} asksLanguage>
      <Form errors={errors} labels={labels} onSubmit={submit}>
        <Field name="language" label={t('shell.language')}>
          {(control) => (
            <NativeSelect
              {...control}
              size={large}
              value={language}
              onChange={(event) => void setLanguage(event.currentTarget.value, true)}
              data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
            />
          )}
        </Field>
        <fieldset className={styles.part}>
          <legend>{t('identity.set_up.part.plant')}</legend>
          <Field {...field('organization_name')}>
            {(control) => <TextInput {...control} {...text('organization_name')} autoComplete="organization" />}
          </Field>
          <Field {...field('site_name', t('identity.set_up.site_hint'))}>
            {(control) => <TextInput {...control} {...text('site_name')} autoComplete="off" />}
          </Field>
          <div className={styles.pair}>
            <Field {...field('time_zone')}>
              {(control) => <NativeSelect {...control} {...text('time_zone')} data={timeZones()} />}
            </Field>
            <Field {...field('currency')}>
              {(control) => (
                <NativeSelect {...control} {...text('currency')} data={Intl.supportedValuesOf('currency')} />
              )}
            </Field>
          </div>
        </fieldset>
        <fieldset className={styles.part}>
          <legend>{t('identity.set_up.part.you')}</legend>
          <Field {...field('name')}>
            {(control) => <TextInput {...control} {...text('name')} autoComplete="name" />}
          </Field>
          <Field {...field('email')}>
            {(control) => (
              <TextInput {...control} {...text('email')} type="email" autoComplete="username" inputMode="email" />
            )}
          </Field>
          <Field {...field('password', t('identity.set_up.password_hint'))}>
            {(control) => (
              <PasswordInput
                {...control}
                {...text('password')}
                autoComplete="new-password"
                visibilityToggleButtonProps={{ 'aria-label': t('identity.show_password') }}
              />
            )}
          </Field>
        </fieldset>
        <Button type="submit" size="lg" loading={save.isPending || signIn.isPending}>
          {t('identity.set_up.action')}
        </Button>
      </Form>
    </Outside>
  )
}
