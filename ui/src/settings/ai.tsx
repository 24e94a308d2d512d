import { Button, TextInput } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { $api, api, type Schemas } from '@/api/client'
import { fieldErrors, problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Choice } from '@/kit/choice'
import { ErrorState } from '@/kit/error_state'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { LaterConfirm } from '@/kit/later'
import { PageHead } from '@/kit/page_head'
import { SkeletonCards } from '@/kit/skeleton'
import { StatusPill } from '@/kit/status_pill'
import { toast } from '@/kit/toast'
import { useFields } from '@/kit/use_fields'
import { formatInstant } from '@/lib/dates'
import { useCan } from '@/shell/session'
import { keysKey } from './keys'
import type { Settings } from './rules'
import { Save } from './save'
import styles from './settings.module.css'

type Key = Schemas['ProviderKey']

const KeySheet = lazy(() => import('./key_sheet'))

const providers = ['local', 'openai', 'anthropic', 'xai', 'custom'] as const

export function AiPage() {
  const t = useT()
  const manages = useCan('settings.manage')
  const settings = $api.useQuery('get', '/api/v1/settings')
  const keys = $api.useQuery('get', '/api/v1/settings/keys')
  const failed = settings.error ?? keys.error
  const retry = () => void Promise.all([settings.refetch(), keys.refetch()])
  return (
    <>
      <PageHead title={t('settings.ai.title')} facts={t('settings.ai.facts')} />
      <div className={styles.sections}>
        {settings.data && keys.data ? (
          <>
            <Engine key={settings.data.version} before={settings.data as Settings} manages={manages} />
            <Keys keys={keys.data.items} manages={manages} />
          </>
        ) : failed ? (
          <ErrorState what={t('settings.ai.what')} {...problemProps(failed)} onRetry={retry} />
        ) : (
          <SkeletonCards cards={2} height={260} />
        )}
      </div>
    </>
  )
}

function Engine({ before, manages }: { before: Settings; manages: boolean }) {
  const t = useT()
  const [errors, setErrors] = useState<FieldErrors>({})
  const initial = { ai_provider: before.ai_provider, ai_model: before.ai_model ?? '' }
  const fields = useFields(initial)
  const save = useWrite(
    ({ ai_provider, ai_model }: typeof initial) =>
      api.PATCH('/api/v1/settings', { body: { ai_provider, ai_model: ai_model.trim() || null } }),
    {
      refresh: [['get', '/api/v1/settings']],
      onDone: (_saved, sent) =>
        toast(t('settings.saved'), sent === initial ? {} : { undo: () => save.mutate(initial) }),
      onProblem: (error) => setErrors(fieldErrors(error)),
    },
  )
  return (
    <Card title={t('settings.ai.who')}>
      <p className={styles.note}>{t('settings.ai.works_without')}</p>
      <Form errors={errors} onSubmit={() => save.mutate(fields.values)}>
        <Choice
          stacked
          label={t('settings.ai.provider_label')}
          value={fields.values.ai_provider}
          disabled={!manages}
          options={providers.map((value) => ({
            value,
            label: t(`settings.provider.${value}`),
            detail: t(`settings.provider_detail.${value}`),
          }))}
          onChange={(value) => fields.set('ai_provider', value)}
        />
        {fields.values.ai_provider !== 'local' && (
          <Field
            name="ai_model"
            label={t('settings.ai.model')}
            optional
            hint={t('settings.ai.model_hint')}
            error={errors.ai_model}
          >
            {(control) => <TextInput {...control} {...fields.text('ai_model')} disabled={!manages} />}
          </Field>
        )}
        {manages && <Save busy={save.isPending} dirty={fields.dirty} />}
      </Form>
    </Card>
  )
}

const tones = { settings: 'green', environment: 'blue', none: 'slate' } as const

function Keys({ keys, manages }: { keys: readonly Key[]; manages: boolean }) {
  const t = useT()
  const locale = useLocale()
  const [editing, setEditing] = useState<Key>()
  const [removing, setRemoving] = useState<Key>()
  const remove = useWrite(
    (provider: Key['provider']) => api.DELETE('/api/v1/settings/keys/{provider}', { params: { path: { provider } } }),
    {
      refresh: [keysKey],
      onDone: () => {
        setRemoving(undefined)
        toast(t('settings.keys.removed'))
      },
    },
  )
  const about = (key: Key) =>
    [
      key.base_url_host,
      key.updated_at &&
        t('settings.keys.stored', {
          when: formatInstant(new Date(key.updated_at), locale),
          who: key.updated_by_name ?? '',
        }),
      key.source === 'environment' && t('settings.keys.environment_note'),
    ].filter(Boolean)
  const name = (key: Key) => t(`settings.provider.${key.provider}`)
  return (
    <Card flush title={t('settings.keys.title')} hint={t('settings.keys.hint')}>
      <ul className={styles.rows}>
        {keys.map((key) => (
          <li key={key.provider} className={styles.row}>
            <span className={styles.words}>
              <b>
                {name(key)} {key.last_four && <code className={styles.last}>•••• {key.last_four}</code>}
              </b>
              <small>{about(key).join(' · ')}</small>
            </span>
            <StatusPill tone={tones[key.source]} shape={key.source === 'none' ? 'ring' : 'dot'}>
              {t(`settings.keys.source.${key.source}`)}
            </StatusPill>
            {manages && (
              <span className={styles.actions}>
                <Button variant="default" onClick={() => setEditing(key)}>
                  {t(key.source === 'none' ? 'settings.keys.add' : 'settings.keys.replace')}
                  <span className="vh">{name(key)}</span>
                </Button>
                {key.source === 'settings' && (
                  <Button variant="default" onClick={() => setRemoving(key)}>
                    {t('settings.keys.remove')}
                    <span className="vh">{name(key)}</span>
                  </Button>
                )}
              </span>
            )}
          </li>
        ))}
      </ul>
      <Suspense>
        {editing && <KeySheet known={editing} name={name(editing)} onClose={() => setEditing(undefined)} />}
      </Suspense>
      {removing && (
        <LaterConfirm
          opened
          title={t('settings.keys.remove_title', { provider: name(removing) })}
          text={t('settings.keys.remove_text')}
          action={t('settings.keys.remove')}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(removing.provider)}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </Card>
  )
}
