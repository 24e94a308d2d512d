import { Button, PasswordInput, TextInput } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { $api, api, type Schemas } from '@/api/client'
import { fieldErrors, Problem } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Avatar } from '@/kit/avatar'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { usePageTitle } from '@/kit/page_title'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { roleName } from '@/shell/role_name'
import { Outside } from './outside'
import styles from './outside.module.css'
import { useLarge } from './use_large'

type Credentials = Schemas['SignIn']

const route = getRouteApi('/sign-in')

export function SignInPage() {
  const t = useT()
  const go = useGo()
  const large = useLarge()
  const client = useQueryClient()
  const { next } = route.useSearch()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [errors, setErrors] = useState<FieldErrors>({})
  const hints = $api.useQuery('get', '/api/v1/session/hints', {}, { meta: { quiet: true } })
  usePageTitle(t('identity.sign_in.title'))

  const signIn = useWrite((credentials: Credentials) => api.POST('/api/v1/session', { body: credentials }), {
    onDone: () => {
      client.clear()
      const [path = '/', query = ''] = (next ?? paths.home()).split('?')
      void go(path, { search: Object.fromEntries(new URLSearchParams(query)), keep: true })
    },
    onProblem: (error) => {
      const refused = error instanceof Problem && error.status === 401
      setErrors(refused ? { '': t('identity.sign_in.refused') } : fieldErrors(error))
    },
  })
  const submit = () => {
    const missing: Record<string, string> = {}
    if (!email.trim()) missing.email = t('identity.sign_in.email_missing')
    if (!password) missing.password = t('identity.sign_in.password_missing')
    setErrors(missing)
    if (!Object.keys(missing).length) signIn.mutate({ email: email.trim(), password })
  }

  return (
    <Outside title={t('identity.sign_in.title')}>
      {hints.data?.setup_required && <p role="status">{t('identity.sign_in.setup_required')}</p>}
      <Form errors={errors} onSubmit={submit}>
        <Field name="email" label={t('identity.email')} error={errors.email}>
          {(control) => (
            <TextInput
              {...control}
              type="email"
              size={large}
              autoComplete="username"
              inputMode="email"
              autoCapitalize="none"
              enterKeyHint="next"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field name="password" label={t('identity.password')} error={errors.password}>
          {(control) => (
            <PasswordInput
              {...control}
              size={large}
              autoComplete="current-password"
              enterKeyHint="go"
              visibilityToggleButtonProps={{ 'aria-label': t('identity.show_password') }}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </Field>
        <Button type="submit" size="lg" loading={signIn.isPending}>
          {t('identity.sign_in.action')}
        </Button>
      </Form>
      <DemoAccounts accounts={hints.data?.demo_accounts ?? []} busy={signIn.isPending} onChoose={signIn.mutate} />
    </Outside>
  )
}

interface DemoProps {
  accounts: readonly Schemas['DemoAccount'][]
  busy: boolean
  onChoose: (credentials: Credentials) => void
}

function DemoAccounts({ accounts, busy, onChoose }: DemoProps) {
  const t = useT()
  if (!accounts.length) return null
  return (
    <section className={styles.demo} aria-labelledby="demo">
      <h2 id="demo">{t('identity.demo.title')}</h2>
      <p>{t('identity.demo.text', { password: accounts[0]?.password ?? '' })}</p>
      {accounts.map(({ name, email, password, role }) => (
        <button
          key={email}
          type="button"
          className={styles.account}
          disabled={busy}
          onClick={() => onChoose({ email, password })}
        >
          <Avatar person={{ id: email, name }} large />
          <span>
            <b>{name}</b>
            <small>
              {roleName(t, role)} · {email}
            </small>
          </span>
          <IconChevronRight size={18} aria-hidden />
        </button>
      ))}
    </section>
  )
}
