import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
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
import { Tokens } from '@/kit/tokens'
import { useDraft } from '@/lib/use_draft'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { LocationPicker } from '@/sites/picker'
import { locationOptions, sitesOptions } from '@/sites/queries'
import { CalendarSection } from './calendar_section'
import { type PlanDraft, toDraft, toNew, toPatch } from './draft'
import { LevelsSection } from './levels_section'
import { PreviewCard } from './preview'
import { type Plan, planKeys, planOptions, usePeople } from './queries'
import { RuleBuilder, WhileOpen } from './rule_builder'

const Conflicts = lazy(() => import('@/shell/conflicts'))
const priorities = ['none', 'low', 'medium', 'high', 'urgent'] as const

export function NewPlanPage() {
  const t = useT()
  const [initial] = useState(() => toDraft(new Date()))
  return (
    <>
      <PageHead title={t('preventive.new')} />
      <PlanForm initial={initial} />
    </>
  )
}

export function EditPlanPage() {
  const t = useT()
  const { id = '' } = useParams({ strict: false })
  const plan = useQuery(planOptions(id))
  const ids = plan.data?.template.asset_ids ?? []
  const assets = useQueries({ queries: ids.map((one) => assetOptions(one)) })
  const place = plan.data?.template.location_id ?? ''
  const location = useQuery({ ...locationOptions(place), enabled: Boolean(place) })
  const ready = plan.data && !location.isLoading && assets.every((asset) => !asset.isLoading)
  return (
    <>
      <PageHead title={plan.data ? t('preventive.edit_title', { name: plan.data.name }) : t('preventive.edit')} />
      {ready ? (
        <PlanForm
          key={plan.data.id}
          plan={plan.data}
          initial={toDraft(
            new Date(),
            plan.data,
            assets.map((asset, index) => ({ id: ids[index] ?? '', label: asset.data?.name ?? '…' })),
            location.data ? { id: location.data.id, label: location.data.name } : null,
          )}
        />
      ) : plan.isError ? (
        <ErrorState what={t('preventive.the_plan')} {...problemProps(plan.error)} onRetry={() => void plan.refetch()} />
      ) : (
        <SkeletonCards />
      )}
    </>
  )
}

function PlanForm({ initial: given, plan }: { initial: PlanDraft; plan?: Plan }) {
  const t = useT()
  const go = useGo()
  const sites = useQuery(sitesOptions())
  const [initial] = useState(given)
  const { value, change, since, forget, discard } = useDraft(`plan:${plan?.id ?? 'new'}`, initial)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [conflict, setConflict] = useState<Problem>()
  const siteId = plan?.site_id ?? sites.data?.items[0]?.id
  const labels = {
    name: t('preventive.field.name'),
    description: t('preventive.field.description'),
    trigger: t('preventive.section.when'),
    lead_days: t('preventive.field.lead_days'),
    ends_on: t('preventive.field.ends_on'),
    calendar: t('preventive.calendar.title'),
    levels: t('preventive.levels.title'),
    template: t('preventive.template'),
  }
  const write = useWrite(
    (without: string[]) => {
      if (!plan) return api.POST('/api/v1/maintenance-plans', { body: toNew(value, siteId) })
      const patch = toPatch(value, initial, plan.version)
      // After a conflict has been decided the change goes on top of what is there now.
      const body = without.length
        ? Object.fromEntries(Object.entries(patch).filter(([field]) => !without.includes(field)))
        : patch
      return api.PATCH('/api/v1/maintenance-plans/{id}', { params: { path: { id: plan.id } }, body })
    },
    {
      refresh: planKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onConflict: setConflict,
      onDone: (saved: Plan) => {
        forget()
        toast(t(plan ? 'preventive.saved' : 'preventive.added', { name: saved.name }))
        void go(paths.preventivePlan(saved.id), { keep: true })
      },
    },
  )
  const submit = () => {
    const missing: FieldErrors = value.name.trim() ? {} : { name: t('preventive.name_missing') }
    setErrors(missing)
    if (!missing.name) write.mutate([])
  }
  return (
    <>
      <FormPage
        errors={errors}
        labels={labels}
        save={t(plan ? 'preventive.save' : 'preventive.create')}
        busy={write.isPending}
        since={since}
        onDiscard={discard}
        onSubmit={submit}
        onCancel={() => void go(plan ? paths.preventivePlan(plan.id) : paths.preventive())}
        aside={<PreviewCard draft={value} siteId={siteId} />}
      >
        <FormSection title={t('preventive.section.what')}>
          <Field name="name" label={labels.name} error={errors.name}>
            {(control) => (
              <TextInput
                {...control}
                value={value.name}
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field name="description" label={labels.description} optional error={errors.description}>
            {(control) => (
              <Textarea
                {...control}
                autosize
                minRows={2}
                value={value.description}
                onChange={(event) => change({ description: event.currentTarget.value })}
              />
            )}
          </Field>
        </FormSection>
        <FormSection title={t('preventive.section.when')}>
          <RuleBuilder
            rule={value.rule}
            errors={errors}
            onChange={(part) => change({ rule: { ...value.rule, ...part } })}
          />
          <FormPair>
            <Field name="lead_days" label={labels.lead_days} hint={t('preventive.lead_hint')} error={errors.lead_days}>
              {(control) => (
                <QuantityInput
                  control={control}
                  whole
                  unit={t('preventive.days')}
                  value={value.lead_days}
                  onChange={(days) => change({ lead_days: days ?? 0 })}
                />
              )}
            </Field>
            <Field
              name="ends_on"
              label={labels.ends_on}
              hint={t('preventive.ends_hint')}
              optional
              error={errors.ends_on}
            >
              {(control) => (
                <TextInput
                  {...control}
                  type="date"
                  value={value.ends_on}
                  onChange={(event) => change({ ends_on: event.currentTarget.value })}
                />
              )}
            </Field>
          </FormPair>
          <WhileOpen
            checked={value.no_fire_while_open}
            onChange={(checked) => change({ no_fire_while_open: checked })}
          />
        </FormSection>
        <CalendarSection
          calendar={value.calendar}
          errors={errors}
          onChange={(part) => change({ calendar: { ...value.calendar, ...part } })}
        />
        {value.rule.basis === 'fixed' && (
          <LevelsSection levels={value.levels} errors={errors} onChange={(levels) => change({ levels })} />
        )}
        <CoverSection value={value} errors={errors} onChange={change} />
        <TemplateSection value={value} errors={errors} onChange={change} />
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

interface SectionProps {
  value: PlanDraft
  errors: FieldErrors
  onChange: (part: Partial<PlanDraft>) => void
}

function CoverSection({ value, errors, onChange }: SectionProps) {
  const t = useT()
  return (
    <FormSection title={t('preventive.section.where')} hint={t('preventive.assets_hint')}>
      <Field
        name="asset_ids"
        label={t('preventive.field.assets')}
        optional
        error={errors['template.asset_ids'] ?? errors.asset_ids}
      >
        {(control) => (
          <div>
            <AssetPicker
              control={control}
              value={null}
              onChange={(asset) =>
                asset &&
                !value.assets.some((one) => one.id === asset.id) &&
                onChange({ assets: [...value.assets, asset] })
              }
            />
            <Tokens
              label={t('preventive.field.assets')}
              items={value.assets}
              onRemove={(id) => onChange({ assets: value.assets.filter((one) => one.id !== id) })}
            />
          </div>
        )}
      </Field>
      {value.assets.length === 0 && (
        <Field
          name="location_id"
          label={t('preventive.field.location')}
          optional
          error={errors['template.location_id']}
        >
          {(control) => (
            <LocationPicker control={control} value={value.location} onChange={(location) => onChange({ location })} />
          )}
        </Field>
      )}
    </FormSection>
  )
}

function TemplateSection({ value, errors, onChange }: SectionProps) {
  const t = useT()
  const people = usePeople()
  const names = new Map(people.data?.items.map((person) => [person.id, person.name]))
  return (
    <FormSection title={t('preventive.template')}>
      <Field
        name="title"
        label={t('preventive.field.title')}
        hint={t('preventive.title_hint')}
        optional
        error={errors['template.title']}
      >
        {(control) => (
          <TextInput
            {...control}
            value={value.title}
            onChange={(event) => onChange({ title: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        name="instructions"
        label={t('preventive.field.instructions')}
        optional
        error={errors['template.description']}
      >
        {(control) => (
          <Textarea
            {...control}
            autosize
            minRows={3}
            value={value.instructions}
            onChange={(event) => onChange({ instructions: event.currentTarget.value })}
          />
        )}
      </Field>
      <FormPair>
        <Field name="priority" label={t('preventive.field.priority')} error={errors['template.priority']}>
          {(control) => (
            <NativeSelect
              {...control}
              value={value.priority}
              data={[
                { value: '', label: t('preventive.priority_usual') },
                ...priorities.map((priority) => ({ value: priority, label: t(`work_orders.priority.${priority}`) })),
              ]}
              onChange={(event) => onChange({ priority: event.currentTarget.value as PlanDraft['priority'] })}
            />
          )}
        </Field>
        <Field
          name="estimated_minutes"
          label={t('preventive.field.estimate')}
          optional
          error={errors['template.estimated_minutes']}
        >
          {(control) => (
            <QuantityInput
              control={control}
              whole
              unit="min"
              value={value.estimated_minutes}
              onChange={(minutes) => onChange({ estimated_minutes: minutes })}
            />
          )}
        </Field>
      </FormPair>
      <Field
        name="assignee_ids"
        label={t('preventive.field.assignees')}
        optional
        error={errors['template.assignee_ids']}
      >
        {(control) => (
          <div>
            <NativeSelect
              {...control}
              value=""
              data={[
                { value: '', label: t('preventive.assignee_add') },
                ...(people.data?.items ?? [])
                  .filter((person) => !value.assignee_ids.includes(person.id))
                  .map((person) => ({ value: person.id, label: person.name })),
              ]}
              onChange={(event) =>
                event.currentTarget.value &&
                onChange({ assignee_ids: [...value.assignee_ids, event.currentTarget.value] })
              }
            />
            <Tokens
              label={t('preventive.field.assignees')}
              items={value.assignee_ids.map((id) => ({ id, label: names.get(id) ?? '…' }))}
              onRemove={(id) => onChange({ assignee_ids: value.assignee_ids.filter((one) => one !== id) })}
            />
          </div>
        )}
      </Field>
    </FormSection>
  )
}
