import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Choice, Tick, Ticks } from '@/kit/choice'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { useFields } from '@/kit/use_fields'
import { addDays, formatDay } from '@/lib/dates'
import { areas, type Permission } from '@/shell/permissions'
import { can, useSession } from '@/shell/session'
import { CopySecret } from './copy_secret'
import { tokensKey } from './keys'
import styles from './settings.module.css'

const lives = ['30', '90', '365', 'never'] as const

/** Asks for a token, then shows its secret this one time. */
export default function NewTokenSheet({ onClose }: { onClose: () => void }) {
  const t = useT()
  const [made, setMade] = useState<Schemas['CreatedApiToken']>()
  const title = made ? t('settings.tokens.made', { name: made.record.name }) : t('settings.tokens.add')
  return (
    <Sheet opened onClose={onClose} title={title}>
      {made ? (
        <div className={styles.secret}>
          <p>{t('settings.tokens.once')}</p>
          <CopySecret label={t('settings.tokens.secret')} secret={made.token} />
          <Button variant="default" onClick={onClose}>
            {t('settings.tokens.kept')}
          </Button>
        </div>
      ) : (
        <NewTokenForm onMade={setMade} />
      )}
    </Sheet>
  )
}

function NewTokenForm({ onMade }: { onMade: (made: Schemas['CreatedApiToken']) => void }) {
  const t = useT()
  const locale = useLocale()
  const session = useSession()
  const [errors, setErrors] = useState<FieldErrors>({})
  const fields = useFields({ name: '', reach: 'some' as 'some' | 'all', life: '90' as (typeof lives)[number] })
  const [chosen, setChosen] = useState<ReadonlySet<Permission>>(new Set())
  const create = useWrite((body: Schemas['NewApiToken']) => api.POST('/api/v1/tokens', { body }), {
    refresh: [tokensKey],
    onDone: onMade,
    onProblem: (error) => setErrors(fieldErrors(error)),
  })
  const { name, reach, life } = fields.values
  const now = new Date()
  const submit = () => {
    const missing: Record<string, string> = {}
    if (!name.trim()) missing.name = t('settings.tokens.name_missing')
    if (reach === 'some' && !chosen.size) missing.permissions = t('settings.tokens.permissions_missing')
    setErrors(missing)
    if (Object.keys(missing).length) return
    create.mutate({
      name,
      ...(reach === 'some' && { permissions: [...chosen] }),
      ...(life !== 'never' && { expires_at: addDays(now, Number(life)).toISOString() }),
    })
  }
  const toggle = (permission: Permission) => {
    const next = new Set(chosen)
    if (!next.delete(permission)) next.add(permission)
    setChosen(next)
  }
  return (
    <Form errors={errors} onSubmit={submit}>
      <Field name="name" label={t('settings.tokens.name')} hint={t('settings.tokens.name_hint')} error={errors.name}>
        {(control) => <TextInput {...control} {...fields.text('name')} autoComplete="off" data-autofocus />}
      </Field>
      <Choice
        label={t('settings.tokens.life')}
        value={life}
        options={lives.map((value) => ({
          value,
          label: value === 'never' ? t('settings.tokens.never') : formatDay(addDays(now, Number(value)), locale, now),
        }))}
        onChange={(value) => fields.set('life', value)}
      />
      <Choice
        label={t('settings.tokens.reach')}
        value={reach}
        options={[
          { value: 'some', label: t('settings.tokens.reach_some') },
          { value: 'all', label: t('settings.tokens.reach_all') },
        ]}
        onChange={(value) => fields.set('reach', value)}
      />
      {reach === 'some' &&
        areas.map((area) => {
          const mine = area.permissions.filter((permission) => can(session, permission))
          if (!mine.length) return null
          return (
            <Ticks key={area.name} label={t(`people.area.${area.name}`)}>
              {mine.map((permission) => (
                <Tick
                  key={permission}
                  label={t(`people.permission.${permission}`)}
                  checked={chosen.has(permission)}
                  onChange={() => toggle(permission)}
                />
              ))}
            </Ticks>
          )
        })}
      <div className={styles.actions}>
        <Button type="submit" loading={create.isPending}>
          {t('settings.tokens.create')}
        </Button>
      </div>
    </Form>
  )
}
