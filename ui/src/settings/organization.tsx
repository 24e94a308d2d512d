import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { $api, api, type Schemas } from '@/api/client'
import { fieldErrors, problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { languages, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { PageHead } from '@/kit/page_head'
import { SkeletonCards } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { useFields } from '@/kit/use_fields'
import { timeZones } from '@/lib/time_zones'
import { sessionOptions, useCan } from '@/shell/session'
import { Rules, type Settings } from './rules'
import { Save } from './save'
import styles from './settings.module.css'

export function OrganizationPage() {
  const t = useT()
  const manages = useCan('settings.manage')
  const organization = $api.useQuery('get', '/api/v1/organization')
  const rules = $api.useQuery('get', '/api/v1/settings')
  const failed = organization.error ?? rules.error
  const retry = () => void Promise.all([organization.refetch(), rules.refetch()])
  return (
    <>
      <PageHead
        title={t('settings.organization.title')}
        facts={manages ? t('settings.organization.facts') : t('settings.read_only')}
      />
      <div className={styles.sections}>
        {organization.data && rules.data ? (
          <>
            <Identity key={organization.data.version} before={organization.data} manages={manages} />
            <Rules key={`rules-${rules.data.version}`} before={rules.data as Settings} manages={manages} />
          </>
        ) : failed ? (
          <ErrorState what={t('settings.organization.what')} {...problemProps(failed)} onRetry={retry} />
        ) : (
          <SkeletonCards cards={2} height={280} />
        )}
      </div>
    </>
  )
}

interface Props {
  before: Schemas['Organization']
  manages: boolean
}

function Identity({ before, manages }: Props) {
  const t = useT()
  const [errors, setErrors] = useState<FieldErrors>({})
  const { name, time_zone, language } = before
  const fields = useFields({ name, time_zone, language })
  const save = useWrite((body: Schemas['OrganizationPatch']) => api.PATCH('/api/v1/organization', { body }), {
    refresh: [['get', '/api/v1/organization'], sessionOptions().queryKey],
    onDone: (_saved, sent) => {
      const undo = () => save.mutate({ name, time_zone, language })
      toast(t('settings.saved'), sent.version === undefined ? {} : { undo })
    },
    onProblem: (error) => setErrors(fieldErrors(error)),
  })
  return (
    <Card title={t('settings.organization.identity')}>
      <div className={styles.form}>
        <Form errors={errors} onSubmit={() => save.mutate({ ...fields.changed, version: before.version })}>
          <Field name="name" label={t('settings.name')} error={errors.name}>
            {(control) => <TextInput {...control} {...fields.text('name')} disabled={!manages} />}
          </Field>
          <div className={styles.pair}>
            <Field name="time_zone" label={t('identity.set_up.label.time_zone')} error={errors.time_zone}>
              {(control) => (
                <NativeSelect
                  {...control}
                  {...fields.text('time_zone')}
                  disabled={!manages}
                  data={[...new Set([time_zone, ...timeZones()])].sort()}
                />
              )}
            </Field>
            <Field name="language" label={t('shell.language')} error={errors.language}>
              {(control) => (
                <NativeSelect
                  {...control}
                  {...fields.text('language')}
                  disabled={!manages}
                  data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
                />
              )}
            </Field>
          </div>
          <dl className={styles.facts}>
            <dt>{t('identity.set_up.label.currency')}</dt>
            <dd>
              {before.currency} · {t('settings.organization.currency_stays')}
            </dd>
          </dl>
          {manages && <Save busy={save.isPending} dirty={fields.dirty} />}
        </Form>
      </div>
    </Card>
  )
}
