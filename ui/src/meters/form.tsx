import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useId, useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors, type Problem, problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { AssetPicker } from '@/assets/picker'
import { assetOptions } from '@/assets/queries'
import { useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { Field, type FieldErrors } from '@/kit/form'
import { FormPage, FormPair, FormSection } from '@/kit/form_page'
import { QuantityInput } from '@/kit/number_inputs'
import { PageHead } from '@/kit/page_head'
import { SkeletonCards } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { useDraft } from '@/lib/use_draft'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { LocationPicker } from '@/sites/picker'
import { type MeterDraft, toDraft, toNew, toPatch } from './draft'
import { type Meter, type MeterKind, meterKeys, useMeter } from './queries'
import { kinds } from './search'
import { units, unitWord } from './units'

const Conflicts = lazy(() => import('@/shell/conflicts'))

export function NewMeterPage() {
  const t = useT()
  const { asset: given } = useSearch({ strict: false }) as { asset?: string }
  const asset = useQuery({ ...assetOptions(given ?? ''), enabled: Boolean(given) })
  return (
    <>
      <PageHead title={t('meters.new')} />
      {given && asset.isLoading ? (
        <SkeletonCards />
      ) : (
        <MeterForm
          initial={toDraft(undefined, asset.data ? { id: asset.data.id, label: asset.data.name } : null)}
          name={`new:${given ?? ''}`}
        />
      )}
    </>
  )
}

export function EditMeterPage() {
  const t = useT()
  const { id = '' } = useParams({ strict: false })
  const meter = useMeter(id)
  return (
    <>
      <PageHead title={meter.data ? t('meters.edit_title', { name: meter.data.name }) : t('meters.edit')} />
      {meter.data ? (
        <MeterForm key={meter.data.id} meter={meter.data} initial={toDraft(meter.data)} name={meter.data.id} />
      ) : meter.isError ? (
        <ErrorState what={t('meters.the_meter')} {...problemProps(meter.error)} onRetry={() => void meter.refetch()} />
      ) : (
        <SkeletonCards />
      )}
    </>
  )
}

function MeterForm({ initial: given, meter, name }: { initial: MeterDraft; meter?: Meter; name: string }) {
  const t = useT()
  const go = useGo()
  const [initial] = useState(given)
  const { value, change, since, forget, discard } = useDraft(`meter:${name}`, initial)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [conflict, setConflict] = useState<Problem>()
  const labels = {
    name: t('meters.field.name'),
    code: t('meters.field.code'),
    description: t('meters.field.description'),
    kind: t('meters.field.kind'),
    unit: t('meters.field.unit'),
    choices: t('meters.field.choices'),
    asset_id: t('meters.field.asset'),
    location_id: t('meters.field.location'),
    rollover_value: t('meters.field.rollover_value'),
    expected_from: t('meters.field.expected_from'),
    expected_to: t('meters.field.expected_to'),
    average_days: t('meters.field.average_days'),
    round_position: t('meters.field.round_position'),
  }
  const write = useWrite(
    (without: string[]) => {
      if (!meter) return api.POST('/api/v1/meters', { body: toNew(value) })
      const patch = toPatch(value, initial, meter.version)
      // After a conflict has been decided the change goes on top of what is there now.
      const body = without.length
        ? Object.fromEntries(Object.entries(patch).filter(([field]) => !without.includes(field)))
        : patch
      return api.PATCH('/api/v1/meters/{id}', { params: { path: { id: meter.id } }, body })
    },
    {
      refresh: meterKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onConflict: setConflict,
      onDone: (saved: Meter) => {
        forget()
        toast(t(meter ? 'meters.saved' : 'meters.added', { name: saved.name }))
        void go(paths.meter(saved.id), { keep: true })
      },
    },
  )
  const submit = () => {
    const missing: Record<string, string> = {}
    if (!value.name.trim()) missing.name = t('meters.missing.name')
    if (value.kind !== 'characteristic' && !value.unit.trim()) missing.unit = t('meters.missing.unit')
    if (!value.asset && !value.location) missing.asset_id = t('meters.missing.place')
    setErrors(missing)
    if (!Object.keys(missing).length) write.mutate([])
  }
  const part = { value, labels, errors, onChange: change }
  return (
    <>
      <FormPage
        errors={errors}
        labels={labels}
        save={t(meter ? 'meters.save' : 'meters.create')}
        busy={write.isPending}
        since={since}
        onDiscard={discard}
        onSubmit={submit}
        onCancel={() => void go(meter ? paths.meter(meter.id) : paths.meters())}
      >
        <What fixed={Boolean(meter)} read={Boolean(meter?.latest)} {...part} />
        <Where {...part} />
        <Numbers {...part} />
      </FormPage>
      {conflict && (
        <Suspense>
          <Conflicts
            problem={conflict}
            labels={labels}
            onClose={() => setConflict(undefined)}
            onKeep={(mine) => {
              const theirs = conflict.conflicts.map((one) => one.field).filter((field) => !mine.includes(field))
              setConflict(undefined)
              write.mutate(['version', ...theirs])
            }}
          />
        </Suspense>
      )}
    </>
  )
}

interface PartProps {
  value: MeterDraft
  labels: Record<keyof Omit<MeterDraft, 'asset' | 'location'> | 'asset_id' | 'location_id', string>
  errors: FieldErrors
  onChange: (part: Partial<MeterDraft>) => void
}

function What({ value, labels, errors, onChange, fixed, read }: PartProps & { fixed: boolean; read: boolean }) {
  const t = useT()
  const list = useId()
  return (
    <FormSection title={t('meters.section.what')}>
      <Field name="name" label={labels.name} error={errors.name}>
        {(control) => (
          <TextInput
            {...control}
            value={value.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <FormPair>
        <Field name="kind" label={labels.kind} hint={t(`meters.kind_hint.${value.kind}`)} error={errors.kind}>
          {(control) => (
            <NativeSelect
              {...control}
              disabled={fixed}
              value={value.kind}
              data={kinds.map((kind) => ({ value: kind, label: t(`meters.kind.${kind}`) }))}
              onChange={(event) => onChange({ kind: event.currentTarget.value as MeterKind })}
            />
          )}
        </Field>
        {value.kind !== 'characteristic' && (
          <Field name="unit" label={labels.unit} hint={t('meters.unit_hint')} error={errors.unit}>
            {(control) => (
              <div>
                <TextInput
                  {...control}
                  disabled={read}
                  list={list}
                  autoComplete="off"
                  value={value.unit}
                  rightSection={<span>{unitWord(value.unit)}</span>}
                  rightSectionWidth={64}
                  rightSectionPointerEvents="none"
                  onChange={(event) => onChange({ unit: event.currentTarget.value })}
                />
                <datalist id={list}>
                  {units.map((unit) => (
                    <option key={unit} value={unit}>
                      {unitWord(unit)}
                    </option>
                  ))}
                </datalist>
              </div>
            )}
          </Field>
        )}
      </FormPair>
      {value.kind === 'characteristic' && (
        <Field name="choices" label={labels.choices} hint={t('meters.choices_hint')} error={errors.choices}>
          {(control) => (
            <Textarea
              {...control}
              autosize
              minRows={3}
              value={value.choices}
              onChange={(event) => onChange({ choices: event.currentTarget.value })}
            />
          )}
        </Field>
      )}
      <Field
        name="description"
        label={labels.description}
        hint={t('meters.description_hint')}
        optional
        error={errors.description}
      >
        {(control) => (
          <Textarea
            {...control}
            autosize
            minRows={2}
            value={value.description}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field name="code" label={labels.code} hint={t('meters.code_hint')} optional error={errors.code}>
        {(control) => (
          <TextInput
            {...control}
            value={value.code}
            onChange={(event) => onChange({ code: event.currentTarget.value })}
          />
        )}
      </Field>
    </FormSection>
  )
}

function Where({ value, labels, errors, onChange }: PartProps) {
  const t = useT()
  return (
    <FormSection title={t('meters.section.where')} hint={t('meters.where_hint')}>
      <Field name="asset_id" label={labels.asset_id} error={errors.asset_id}>
        {(control) => (
          <AssetPicker
            control={control}
            value={value.asset}
            onChange={(asset) => onChange({ asset, ...(asset && { location: null }) })}
          />
        )}
      </Field>
      {!value.asset && (
        <Field name="location_id" label={labels.location_id} error={errors.location_id}>
          {(control) => (
            <LocationPicker control={control} value={value.location} onChange={(location) => onChange({ location })} />
          )}
        </Field>
      )}
      <Field
        name="round_position"
        label={labels.round_position}
        hint={t('meters.round_hint')}
        optional
        error={errors.round_position}
      >
        {(control) => (
          <QuantityInput
            control={control}
            whole
            unit=""
            value={value.round_position}
            onChange={(place) => onChange({ round_position: place })}
          />
        )}
      </Field>
    </FormSection>
  )
}

function Numbers({ value, labels, errors, onChange }: PartProps) {
  const t = useT()
  const unit = unitWord(value.unit)
  if (value.kind === 'characteristic') return null
  return (
    <FormSection title={t('meters.section.numbers')} hint={t('meters.expected_hint')}>
      <FormPair>
        {(['expected_from', 'expected_to'] as const).map((name) => (
          <Field key={name} name={name} label={labels[name]} optional error={errors[name]}>
            {(control) => (
              <QuantityInput
                control={control}
                unit={unit}
                value={value[name]}
                onChange={(number) => onChange({ [name]: number })}
              />
            )}
          </Field>
        ))}
      </FormPair>
      {value.kind === 'counter' && (
        <FormPair>
          <Field
            name="rollover_value"
            label={labels.rollover_value}
            hint={t('meters.rollover_hint')}
            optional
            error={errors.rollover_value}
          >
            {(control) => (
              <QuantityInput
                control={control}
                unit={unit}
                value={value.rollover_value}
                onChange={(number) => onChange({ rollover_value: number })}
              />
            )}
          </Field>
          <Field
            name="average_days"
            label={labels.average_days}
            hint={t('meters.average_hint')}
            error={errors.average_days}
          >
            {(control) => (
              <QuantityInput
                control={control}
                whole
                unit={t('meters.days')}
                value={value.average_days}
                onChange={(days) => onChange({ average_days: days })}
              />
            )}
          </Field>
        </FormPair>
      )}
    </FormSection>
  )
}
