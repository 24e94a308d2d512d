import { Button, NativeSelect, PasswordInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { languages, useT } from '@/i18n'
import { Tick, Ticks } from '@/kit/choice'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { toast } from '@/kit/toast'
import { useFields } from '@/kit/use_fields'
import { roleName } from '@/shell/role_name'
import { useCan, useSession } from '@/shell/session'
import { listOf, type Role, type Team, type User, usersKey } from './data'
import styles from './people.module.css'

interface Props {
  before: User | undefined
  roles: readonly Role[]
  teams: readonly Team[]
  sites: readonly Schemas['Site'][]
  onClose: () => void
}

const userKey = ['get', '/api/v1/users/{id}']
const teamsKey = ['get', '/api/v1/teams']

function valuesOf(user: User | undefined) {
  return {
    name: user?.name ?? '',
    email: user?.email ?? '',
    role: user?.role ?? 'technician',
    aliases: user?.aliases.join(', ') ?? '',
    language: user?.language ?? '',
    team_ids: user?.team_ids ?? [],
    site_ids: user?.site_ids ?? [],
    password: '',
  }
}

type Values = ReturnType<typeof valuesOf>

/** What is sent: only what changed, the aliases as a list, no password unless one was typed. */
function bodyOf({ aliases, language, password, ...rest }: Partial<Values>) {
  return {
    ...rest,
    ...(aliases !== undefined && { aliases: listOf(aliases) }),
    ...(language !== undefined && { language: language || null }),
    ...(password && { password }),
  }
}

const toggled = (ids: readonly string[], id: string) =>
  ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id]

export function UserForm({ before, roles, teams, sites, onClose }: Props) {
  const t = useT()
  const manages = useCan('people.manage')
  const me = useSession().user
  const [errors, setErrors] = useState<FieldErrors>({})
  const fields = useFields(valuesOf(before))
  const { values } = fields
  const options = {
    refresh: [usersKey, userKey, teamsKey],
    onProblem: (error: unknown) => setErrors(fieldErrors(error)),
  }
  const create = useWrite((body: Schemas['NewUser']) => api.POST('/api/v1/users', { body }), {
    ...options,
    onDone: () => {
      onClose()
      toast(t('people.added', { name: values.name }))
    },
  })
  const update = useWrite(
    (body: Schemas['UserPatch']) =>
      api.PATCH('/api/v1/users/{id}', { params: { path: { id: before?.id ?? '' } }, body }),
    {
      ...options,
      onDone: (_user, sent) => {
        const undo = () => update.mutate(sent.active === undefined ? bodyOf(back) : { active: !sent.active })
        if (sent.version !== undefined && sent.active === undefined) onClose()
        const words = sent.active === undefined ? 'saved' : sent.active ? 'activated' : 'deactivated'
        toast(t(`people.${words}`, { name: values.name }), sent.version === undefined ? {} : { undo })
      },
    },
  )
  const { password: _password, ...back } = valuesOf(before)
  const submit = () => {
    const missing: Record<string, string> = {}
    if (!values.name.trim()) missing.name = t('people.name_missing')
    if (!values.email.trim()) missing.email = t('identity.sign_in.email_missing')
    setErrors(missing)
    if (Object.keys(missing).length) return
    if (before) update.mutate({ ...bodyOf(fields.changed), version: before.version })
    else create.mutate(bodyOf(values) as Schemas['NewUser'])
  }
  const labels = { name: t('settings.name'), email: t('identity.email'), role: t('people.role') }
  const text = (name: 'name' | 'email' | 'aliases') => ({ ...fields.text(name), disabled: !manages })
  return (
    <Form errors={errors} labels={labels} onSubmit={submit}>
      <Field name="name" label={labels.name} error={errors.name}>
        {(control) => <TextInput {...control} {...text('name')} autoComplete="off" data-autofocus />}
      </Field>
      <Field name="email" label={labels.email} hint={t('people.email_hint')} error={errors.email}>
        {(control) => <TextInput {...control} {...text('email')} type="email" inputMode="email" autoComplete="off" />}
      </Field>
      <Field name="role" label={labels.role} error={errors.role}>
        {(control) => (
          <NativeSelect
            {...control}
            {...fields.text('role')}
            disabled={!manages}
            data={roles.map((role) => ({ value: role.name, label: roleName(t, role.name) }))}
          />
        )}
      </Field>
      <Field name="aliases" label={t('people.aliases')} optional hint={t('people.aliases_hint')} error={errors.aliases}>
        {(control) => <TextInput {...control} {...text('aliases')} autoComplete="off" />}
      </Field>
      <Field name="language" label={t('shell.language')}>
        {(control) => (
          <NativeSelect
            {...control}
            {...fields.text('language')}
            disabled={!manages}
            data={[
              { value: '', label: t('people.language_organization') },
              ...Object.entries(languages).map(([value, label]) => ({ value, label })),
            ]}
          />
        )}
      </Field>
      {teams.length > 0 && (
        <Ticks label={t('people.teams')}>
          {teams.map((team) => (
            <Tick
              key={team.id}
              label={team.name}
              disabled={!manages}
              checked={values.team_ids.includes(team.id)}
              onChange={() => fields.set('team_ids', toggled(values.team_ids, team.id))}
            />
          ))}
        </Ticks>
      )}
      {sites.length > 1 && (
        <Ticks label={t('sites.title')}>
          {sites.map((site) => (
            <Tick
              key={site.id}
              label={site.name}
              disabled={!manages}
              checked={values.site_ids.includes(site.id)}
              onChange={() => fields.set('site_ids', toggled(values.site_ids, site.id))}
            />
          ))}
        </Ticks>
      )}
      {manages && (
        <Field
          name="password"
          label={before ? t('people.new_password') : t('identity.password')}
          optional
          hint={before ? t('people.new_password_hint') : t('people.password_hint')}
          error={errors.password}
        >
          {(control) => (
            <PasswordInput
              {...control}
              {...fields.text('password')}
              autoComplete="new-password"
              visibilityToggleButtonProps={{ 'aria-label': t('identity.show_password') }}
            />
          )}
        </Field>
      )}
      {manages && (
        <div className={styles.foot}>
          {before && before.id !== me.id && (
            <Button
              variant="default"
              className={styles.first ?? ''}
              onClick={() => update.mutate({ active: !before.active, version: before.version })}
            >
              {t(before.active ? 'people.deactivate' : 'people.activate')}
            </Button>
          )}
          <Button
            type="submit"
            loading={create.isPending || update.isPending}
            disabled={before !== undefined && !fields.dirty}
          >
            {before ? t('settings.save') : t('people.add')}
          </Button>
        </div>
      )}
    </Form>
  )
}
