import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Tick } from '@/kit/choice'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { FormPair, FormSection } from '@/kit/form_page'
import { QuantityInput } from '@/kit/number_inputs'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { MeterPicker } from './picker'
import { type Meter, meterKeys, type Rule } from './queries'
import { type RuleDraft, toDefinition, toRuleDraft, toTemplate } from './rule_draft'
import styles from './rule_sheet.module.css'
import { unitWord } from './units'
import { useEvaluationWords, useRuleSentence } from './words'

interface Props {
  meter: Meter
  rule: Rule | undefined
  onClose: () => void
}

const priorities = ['none', 'low', 'medium', 'high', 'urgent'] as const

/** A condition rule as a form that reads like the sentence on its top; it can be tried on the last thirty days. */
export default function RuleSheet({ meter, rule, onClose }: Props) {
  const t = useT()
  const sentence = useRuleSentence(meter)
  const [draft, setDraft] = useState<RuleDraft>(() => toRuleDraft(rule))
  const [errors, setErrors] = useState<FieldErrors>({})
  const change = (part: Partial<RuleDraft>) => setDraft((old) => ({ ...old, ...part }))
  const definition = toDefinition(draft, meter.asset_id, rule?.definition)
  const body = {
    name: draft.name.trim(),
    definition,
    template: toTemplate(draft, rule?.template),
    enabled: draft.enabled,
  }
  // Errors inside the definition belong to fields of the same name here.
  const onProblem = (error: unknown) =>
    setErrors(
      Object.fromEntries(
        Object.entries(fieldErrors(error)).map(([field, words]) => [
          field.replace(/^(definition|template)\./, ''),
          words,
        ]),
      ),
    )
  const write = useWrite<Partial<Schemas['ConditionRulePatch']>, unknown>(
    (more) =>
      rule
        ? api.PATCH('/api/v1/condition-rules/{id}', {
            params: { path: { id: rule.id } },
            body: { ...body, version: rule.version, ...more },
          })
        : api.POST('/api/v1/meters/{id}/rules', { params: { path: { id: meter.id } }, body }),
    {
      refresh: meterKeys,
      onProblem,
      onDone: (_, more) => {
        toast(t(more.archived ? 'meters.rules.archived' : 'meters.rules.saved', { name: body.name }))
        onClose()
      },
    },
  )
  const save = () => {
    const missing: FieldErrors = body.name ? {} : { name: t('meters.rules.name_missing') }
    setErrors(missing)
    if (!missing.name) write.mutate({})
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      width={560}
      title={t(rule ? 'meters.rules.edit_title' : 'meters.rules.new_title', { name: meter.name })}
      footer={
        <>
          {rule && (
            <Button variant="default" loading={write.isPending} onClick={() => write.mutate({ archived: true })}>
              {t('meters.rules.archive')}
            </Button>
          )}
          <Button loading={write.isPending} onClick={save}>
            {t('meters.rules.save')}
          </Button>
        </>
      }
    >
      <Form errors={errors} onSubmit={save}>
        <p className={styles.sentence} role="status">
          {sentence(definition)}
        </p>
        <Field name="name" label={t('meters.rules.name')} hint={t('meters.rules.name_hint')} error={errors.name}>
          {(control) => (
            <TextInput
              {...control}
              value={draft.name}
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
          )}
        </Field>
        <Limits meter={meter} draft={draft} errors={errors} onChange={change} />
        <When meter={meter} draft={draft} errors={errors} onChange={change} />
        <Order draft={draft} errors={errors} onChange={change} />
        <Tick
          label={t('meters.rules.enabled')}
          checked={draft.enabled}
          onChange={(event) => change({ enabled: event.currentTarget.checked })}
        />
        <Trial meter={meter} definition={definition} onProblem={onProblem} />
      </Form>
    </Sheet>
  )
}

interface PartProps {
  draft: RuleDraft
  errors: FieldErrors
  onChange: (part: Partial<RuleDraft>) => void
}

type NumberField = {
  [Name in keyof RuleDraft]: RuleDraft[Name] extends number | null ? Name : never
}[keyof RuleDraft]

function Amount({
  name,
  unit,
  whole,
  hint,
  draft,
  errors,
  onChange,
}: PartProps & { name: NumberField; unit: string; whole?: boolean; hint?: string }) {
  const t = useT()
  return (
    <Field name={name} label={t(`meters.limit.${name}`)} hint={hint} error={errors[name]}>
      {(control) => (
        <QuantityInput
          control={control}
          unit={unit}
          whole={whole ?? false}
          value={draft[name]}
          onChange={(value) => onChange({ [name]: value })}
        />
      )}
    </Field>
  )
}

function Limits({ meter, ...part }: PartProps & { meter: Meter }) {
  const t = useT()
  const unit = unitWord(meter.unit)
  const rate = `${unit}/h`
  const words = meter.choices.map((choice, index) => `${index} ${choice}`).join(', ')
  return (
    <FormSection
      title={t('meters.rules.limits')}
      hint={words ? t('meters.rules.words_hint', { words }) : t('meters.rules.limits_hint')}
    >
      <FormPair>
        <Amount name="upper_warning" unit={unit} {...part} />
        <Amount name="upper_action" unit={unit} {...part} />
      </FormPair>
      <FormPair>
        <Amount name="lower_warning" unit={unit} {...part} />
        <Amount name="lower_action" unit={unit} {...part} />
      </FormPair>
      {meter.kind !== 'characteristic' && (
        <FormPair>
          <Amount name="rise_per_hour" unit={rate} {...part} />
          <Amount name="fall_per_hour" unit={rate} {...part} />
        </FormPair>
      )}
    </FormSection>
  )
}

function When({ meter, ...part }: PartProps & { meter: Meter }) {
  const t = useT()
  const { draft, errors, onChange } = part
  const modes = (['always', 'asset', 'meter'] as const).filter((mode) => mode !== 'asset' || meter.asset_id)
  return (
    <FormSection title={t('meters.rules.when')}>
      <FormPair>
        <Amount name="debounce_readings" unit={t('meters.rules.readings')} whole {...part} />
        <Amount name="debounce_minutes" unit="min" whole {...part} />
      </FormPair>
      <FormPair>
        <Amount name="hysteresis" unit={unitWord(meter.unit)} hint={t('meters.rules.hysteresis_hint')} {...part} />
        <Amount name="cooldown_minutes" unit="min" whole hint={t('meters.rules.cooldown_hint')} {...part} />
      </FormPair>
      <Field
        name="only_while"
        label={t('meters.rules.only_while')}
        error={errors.only_while ?? errors['only_while.asset_id']}
      >
        {(control) => (
          <NativeSelect
            {...control}
            value={draft.while}
            data={modes.map((mode) => ({ value: mode, label: t(`meters.while.${mode}`) }))}
            onChange={(event) => onChange({ while: event.currentTarget.value as RuleDraft['while'] })}
          />
        )}
      </Field>
      {draft.while === 'meter' && (
        <FormPair>
          <Field name="meter" label={t('meters.rules.other_meter')} error={errors['only_while.meter_id']}>
            {(control) => (
              <MeterPicker control={control} value={draft.meter} onChange={(one) => onChange({ meter: one })} />
            )}
          </Field>
          <Amount name="above" unit="" {...part} />
        </FormPair>
      )}
    </FormSection>
  )
}

function Order({ draft, errors, onChange }: PartProps) {
  const t = useT()
  return (
    <FormSection title={t('meters.rules.order')} hint={t('meters.rules.order_hint')}>
      <Field name="order_from" label={t('meters.rules.order_from')} error={errors.order_from}>
        {(control) => (
          <NativeSelect
            {...control}
            value={draft.order_from}
            data={(['action', 'warning'] as const).map((level) => ({
              value: level,
              label: t(`meters.order_from.${level}`),
            }))}
            onChange={(event) => onChange({ order_from: event.currentTarget.value as RuleDraft['order_from'] })}
          />
        )}
      </Field>
      <Field
        name="title"
        label={t('meters.rules.order_title')}
        hint={t('meters.rules.order_title_hint')}
        optional
        error={errors.title}
      >
        {(control) => (
          <TextInput
            {...control}
            value={draft.title}
            onChange={(event) => onChange({ title: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field name="description" label={t('meters.rules.order_text')} optional error={errors.description}>
        {(control) => (
          <Textarea
            {...control}
            autosize
            minRows={2}
            value={draft.description}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field name="priority" label={t('meters.rules.priority')} error={errors.priority}>
        {(control) => (
          <NativeSelect
            {...control}
            value={draft.priority}
            data={[
              { value: '', label: t('meters.rules.priority_usual') },
              ...priorities.map((priority) => ({ value: priority, label: t(`work_orders.priority.${priority}`) })),
            ]}
            onChange={(event) => onChange({ priority: event.currentTarget.value as RuleDraft['priority'] })}
          />
        )}
      </Field>
    </FormSection>
  )
}

interface TrialProps {
  meter: Meter
  definition: Schemas['ConditionDefinition']
  onProblem: (error: unknown) => void
}

/** What the rule would have said in the last thirty days. */
function Trial({ meter, definition, onProblem }: TrialProps) {
  const t = useT()
  const why = useEvaluationWords(meter)
  const trial = useWrite<void, Schemas['RuleTrialResult']>(
    () => api.POST('/api/v1/meters/{id}/rules/try', { params: { path: { id: meter.id } }, body: { definition } }),
    { onProblem },
  )
  const said = trial.data
  return (
    <div className={styles.trial}>
      <Button variant="default" loading={trial.isPending} onClick={() => trial.mutate()}>
        {t('meters.trial.action')}
      </Button>
      <div role="status">
        {said && (
          <>
            <p>{t('meters.trial.result', { count: said.fired, readings: said.readings })}</p>
            <ul>
              {said.turns.slice(-6).map((turn) => (
                <li key={turn.at}>{why(turn)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}
