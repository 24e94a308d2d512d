import { Button, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { $api, api } from '@/api/client'
import { fieldErrors, problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { PageHead } from '@/kit/page_head'
import { SkeletonRows } from '@/kit/skeleton'
import { StatusPill } from '@/kit/status_pill'
import { toast } from '@/kit/toast'
import { useFields } from '@/kit/use_fields'
import { formatInstant } from '@/lib/dates'
import { browserName } from './browser_name'
import styles from './settings.module.css'
import { Tokens } from './tokens'

const sessionsKey = ['get', '/api/v1/sessions']
const shortest = 10

export function AccessPage() {
  const t = useT()
  return (
    <>
      <PageHead title={t('settings.access.title')} facts={t('settings.access.facts')} />
      <div className={styles.sections}>
        <Password />
        <Sessions />
        <Tokens />
      </div>
    </>
  )
}

const none = { current_password: '', password: '' }

function Password() {
  const t = useT()
  const [errors, setErrors] = useState<FieldErrors>({})
  const fields = useFields(none)
  const save = useWrite((body: typeof none) => api.PATCH('/api/v1/me', { body }), {
    refresh: [sessionsKey],
    onDone: () => {
      fields.reset(none)
      toast(t('settings.password.changed'))
    },
    onProblem: (error) => setErrors(fieldErrors(error)),
  })
  const labels = { current_password: t('settings.password.current'), password: t('settings.password.new') }
  const submit = () => {
    const missing: Record<string, string> = {}
    if (!fields.values.current_password) missing.current_password = t('settings.password.current_missing')
    if (fields.values.password.length < shortest) missing.password = t('identity.set_up.missing.password')
    setErrors(missing)
    if (!Object.keys(missing).length) save.mutate(fields.values)
  }
  const show = { 'aria-label': t('identity.show_password') }
  return (
    <Card title={t('identity.password')}>
      <div className={styles.form}>
        <Form errors={errors} labels={labels} onSubmit={submit}>
          <Field name="current_password" label={labels.current_password} error={errors.current_password}>
            {(control) => (
              <PasswordInput
                {...control}
                {...fields.text('current_password')}
                autoComplete="current-password"
                visibilityToggleButtonProps={show}
              />
            )}
          </Field>
          <Field
            name="password"
            label={labels.password}
            hint={t('identity.set_up.password_hint')}
            error={errors.password}
          >
            {(control) => (
              <PasswordInput
                {...control}
                {...fields.text('password')}
                autoComplete="new-password"
                visibilityToggleButtonProps={show}
              />
            )}
          </Field>
          <div className={styles.actions}>
            <Button type="submit" loading={save.isPending}>
              {t('settings.password.action')}
            </Button>
            <small>{t('settings.password.ends_others')}</small>
          </div>
        </Form>
      </div>
    </Card>
  )
}

function Sessions() {
  const t = useT()
  const locale = useLocale()
  const sessions = $api.useQuery('get', '/api/v1/sessions')
  const items = sessions.data?.items ?? []
  const others = items.filter((session) => !session.current)
  const end = useWrite(
    async (ids: string[]) => {
      for (const id of ids) await api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })
      return {}
    },
    { refresh: [sessionsKey], onDone: (_done, ids) => toast(t('settings.sessions.ended', { count: ids.length })) },
  )
  return (
    <Card
      flush
      title={t('settings.sessions.title')}
      action={
        others.length > 1 && (
          <Button
            variant="default"
            size="compact-sm"
            loading={end.isPending}
            onClick={() => end.mutate(others.map(({ id }) => id))}
          >
            {t('settings.sessions.end_others')}
          </Button>
        )
      }
    >
      {sessions.isError && !sessions.data ? (
        <ErrorState
          what={t('settings.sessions.what')}
          {...problemProps(sessions.error)}
          onRetry={() => void sessions.refetch()}
        />
      ) : sessions.data ? (
        <ul className={styles.rows}>
          {items.map((session) => (
            <li key={session.id} className={styles.row}>
              <span className={styles.words}>
                <b>{browserName(session.user_agent) || t('settings.sessions.unknown')}</b>
                <small>
                  {t('settings.sessions.seen', { when: formatInstant(new Date(session.last_seen_at), locale) })}
                </small>
              </span>
              {session.current ? (
                <StatusPill tone="green" shape="dot">
                  {t('settings.sessions.current')}
                </StatusPill>
              ) : (
                <Button variant="default" onClick={() => end.mutate([session.id])}>
                  {t('shell.sign_out')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <SkeletonRows rows={2} />
      )}
    </Card>
  )
}
