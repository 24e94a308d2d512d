import { Button, TextInput } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { $api, api, type Schemas } from '@/api/client'
import { fieldErrors, problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Tick, Ticks } from '@/kit/choice'
import { ErrorState } from '@/kit/error_state'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { LaterSheet } from '@/kit/later'
import { SkeletonCards } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { useFields } from '@/kit/use_fields'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { listOf, type Team, teamsKey, type User, usersKey } from './data'
import styles from './people.module.css'

/** One team over the list, or a new one. */
export function TeamSheet() {
  const t = useT()
  const go = useGo()
  const { id } = useParams({ strict: false }) as { id: string }
  const isNew = id === 'new'
  const team = $api.useQuery('get', '/api/v1/teams/{id}', { params: { path: { id } } }, { enabled: !isNew })
  const users = $api.useQuery('get', '/api/v1/users', { params: { query: { limit: 200, active: true } } })
  const close = () => void go(paths.teams())
  const failed = team.error ?? users.error
  return (
    <LaterSheet opened onClose={close} title={isNew ? t('people.team_add') : (team.data?.name ?? t('people.teams'))}>
      {(isNew || team.data) && users.data ? (
        <TeamForm key={team.data?.version} before={team.data} users={users.data.items} onClose={close} />
      ) : failed ? (
        <ErrorState
          what={t('people.team_what')}
          {...problemProps(failed)}
          onRetry={() => void Promise.all([team.refetch(), users.refetch()])}
        />
      ) : (
        <SkeletonCards cards={3} height={64} />
      )}
    </LaterSheet>
  )
}

interface Props {
  before: Team | undefined
  users: readonly User[]
  onClose: () => void
}

function TeamForm({ before, users, onClose }: Props) {
  const t = useT()
  const manages = useCan('people.manage')
  const [errors, setErrors] = useState<FieldErrors>({})
  const initial = {
    name: before?.name ?? '',
    aliases: before?.aliases.join(', ') ?? '',
    member_ids: before?.member_ids ?? [],
  }
  const fields = useFields(initial)
  const { values } = fields
  const body = (of: typeof initial) => ({ ...of, aliases: listOf(of.aliases) })
  const options = {
    refresh: [teamsKey, ['get', '/api/v1/teams/{id}'], usersKey, ['get', '/api/v1/users/{id}']],
    onProblem: (error: unknown) => setErrors(fieldErrors(error)),
  }
  const create = useWrite((team: Schemas['NewTeam']) => api.POST('/api/v1/teams', { body: team }), {
    ...options,
    onDone: (team) => {
      onClose()
      toast(t('people.added', { name: team.name }))
    },
  })
  const update = useWrite(
    (patch: Schemas['TeamPatch']) =>
      api.PATCH('/api/v1/teams/{id}', { params: { path: { id: before?.id ?? '' } }, body: patch }),
    {
      ...options,
      onDone: (team, sent) => {
        const first = sent.version !== undefined
        if (first) onClose()
        toast(t('people.saved', { name: team.name }), first ? { undo: () => update.mutate(body(initial)) } : {})
      },
    },
  )
  const submit = () => {
    const missing: FieldErrors = values.name.trim() ? {} : { name: t('people.team_name_missing') }
    setErrors(missing)
    if (missing.name) return
    if (before) update.mutate({ ...body(values), version: before.version })
    else create.mutate(body(values))
  }
  const toggle = (id: string) =>
    fields.set(
      'member_ids',
      values.member_ids.includes(id) ? values.member_ids.filter((other) => other !== id) : [...values.member_ids, id],
    )
  return (
    <Form errors={errors} onSubmit={submit}>
      <Field name="name" label={t('settings.name')} error={errors.name}>
        {(control) => (
          <TextInput {...control} {...fields.text('name')} disabled={!manages} autoComplete="off" data-autofocus />
        )}
      </Field>
      <Field
        name="aliases"
        label={t('people.aliases')}
        optional
        hint={t('people.team_aliases_hint')}
        error={errors.aliases}
      >
        {(control) => <TextInput {...control} {...fields.text('aliases')} disabled={!manages} autoComplete="off" />}
      </Field>
      <Ticks label={t('people.members_label')}>
        {users.map((user) => (
          <Tick
            key={user.id}
            label={<bdi>{user.name}</bdi>}
            disabled={!manages}
            checked={values.member_ids.includes(user.id)}
            onChange={() => toggle(user.id)}
          />
        ))}
      </Ticks>
      {manages && (
        <div className={styles.foot}>
          <Button
            type="submit"
            loading={create.isPending || update.isPending}
            disabled={before !== undefined && !fields.dirty}
          >
            {before ? t('settings.save') : t('people.team_add')}
          </Button>
        </div>
      )}
    </Form>
  )
}
