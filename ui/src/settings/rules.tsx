import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Choice, Tick } from '@/kit/choice'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { toast } from '@/kit/toast'
import { useFields } from '@/kit/use_fields'
import { Save } from './save'
import styles from './settings.module.css'

type Patch = Schemas['OrganizationSettingsPatch']

const priorities = ['none', 'low', 'medium', 'high', 'urgent'] as const
const days = ['monday', 'sunday', 'saturday'] as const
const systems = ['metric', 'imperial'] as const
const ticks = ['require_closing_note', 'require_cause', 'audio_kept'] as const

// Read answers hold every field; the description marks those with a default as optional.
export type Settings = Required<Schemas['OrganizationSettings']>

function valuesOf(settings: Settings) {
  const { default_priority, default_due_days, week_start, units } = settings
  const { require_closing_note, require_cause, audio_kept } = settings
  const due = default_due_days == null ? '' : String(default_due_days)
  return { default_priority, default_due_days: due, week_start, units, require_closing_note, require_cause, audio_kept }
}

function bodyOf({ default_due_days: due, ...rest }: Partial<ReturnType<typeof valuesOf>>): Patch {
  return { ...rest, ...(due !== undefined && { default_due_days: due.trim() ? Number(due) : null }) }
}

/** What new work orders start with, and what completing one needs. */
export function Rules({ before, manages }: { before: Settings; manages: boolean }) {
  const t = useT()
  const [errors, setErrors] = useState<FieldErrors>({})
  const initial = valuesOf(before)
  const fields = useFields(initial)
  const save = useWrite((body: Patch) => api.PATCH('/api/v1/settings', { body }), {
    refresh: [['get', '/api/v1/settings']],
    onDone: (_saved, sent) => {
      const undo = () => save.mutate(bodyOf(initial))
      toast(t('settings.saved'), sent.version === undefined ? {} : { undo })
    },
    onProblem: (error) => setErrors(fieldErrors(error)),
  })
  const submit = () => {
    const wrong = !/^\s*\d*\s*$/.test(fields.values.default_due_days)
    setErrors(wrong ? { default_due_days: t('settings.rules.due_wrong') } : {})
    if (!wrong) save.mutate({ ...bodyOf(fields.changed), version: before.version })
  }
  return (
    <Card title={t('settings.rules.title')}>
      <div className={styles.form}>
        <Form errors={errors} onSubmit={submit}>
          <div className={styles.pair}>
            <Field name="default_priority" label={t('settings.rules.priority')} error={errors.default_priority}>
              {(control) => (
                <NativeSelect
                  {...control}
                  {...fields.text('default_priority')}
                  disabled={!manages}
                  data={priorities.map((value) => ({ value, label: t(`work_orders.priority.${value}`) }))}
                />
              )}
            </Field>
            <Field name="default_due_days" label={t('settings.rules.due')} optional error={errors.default_due_days}>
              {(control) => (
                <TextInput {...control} {...fields.text('default_due_days')} inputMode="numeric" disabled={!manages} />
              )}
            </Field>
          </div>
          {ticks.map((name) => (
            <Tick
              key={name}
              {...fields.tick(name)}
              disabled={!manages}
              label={t(`settings.rules.${name}`)}
              detail={t(`settings.rules.${name}_why`)}
            />
          ))}
          <Choice
            label={t('settings.rules.week_start')}
            value={fields.values.week_start}
            disabled={!manages}
            options={days.map((value) => ({ value, label: t(`settings.day.${value}`) }))}
            onChange={(value) => fields.set('week_start', value)}
          />
          <Choice
            label={t('settings.rules.units')}
            value={fields.values.units}
            disabled={!manages}
            options={systems.map((value) => ({ value, label: t(`settings.units.${value}`) }))}
            onChange={(value) => fields.set('units', value)}
          />
          {manages && <Save busy={save.isPending} dirty={fields.dirty} />}
        </Form>
      </div>
    </Card>
  )
}
