import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors, type Problem, problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
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
import { type PartDraft, toDraft, toNew, toPatch } from './draft'
import { type Part, partKeys, partOptions, useBins, useCategories, useStorerooms } from './queries'
import { units, unitWord } from './units'

const Conflicts = lazy(() => import('@/shell/conflicts'))

export function NewPartPage() {
  const t = useT()
  return (
    <>
      <PageHead title={t('parts.new')} />
      <PartForm initial={toDraft()} />
    </>
  )
}

export function EditPartPage() {
  const t = useT()
  const { id = '' } = useParams({ strict: false })
  const part = useQuery(partOptions(id))
  return (
    <>
      <PageHead title={part.data ? t('parts.edit_title', { name: part.data.name }) : t('parts.edit')} />
      {part.data ? (
        <PartForm key={part.data.id} initial={toDraft(part.data)} part={part.data} />
      ) : part.isError ? (
        <ErrorState what={t('parts.the_part')} {...problemProps(part.error)} onRetry={() => void part.refetch()} />
      ) : (
        <SkeletonCards />
      )}
    </>
  )
}

function PartForm({ initial, part }: { initial: PartDraft; part?: Part }) {
  const t = useT()
  const go = useGo()
  const bins = useBins()
  const categories = useCategories()
  const { value, change, since, forget, discard } = useDraft(`part:${part?.id ?? 'new'}`, initial)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [conflict, setConflict] = useState<Problem>()
  const labels = {
    number: t('parts.field.number'),
    name: t('parts.field.name'),
    aliases: t('parts.field.aliases'),
    description: t('parts.field.description'),
    unit: t('parts.field.unit'),
    category: t('parts.field.category'),
    manufacturer_part_number: t('parts.field.manufacturer_part_number'),
    barcode: t('parts.field.barcode'),
    default_bin_id: t('parts.field.default_bin'),
    stocking: t('parts.section.stocking'),
  }
  const write = useWrite(
    (without: string[]) => {
      if (!part) return api.POST('/api/v1/parts', { body: toNew(value) })
      const patch = toPatch(value, part)
      // After a conflict has been decided the change goes on top of what is there now.
      const body = without.length
        ? Object.fromEntries(Object.entries(patch).filter(([field]) => !without.includes(field)))
        : patch
      return api.PATCH('/api/v1/parts/{id}', { params: { path: { id: part.id } }, body })
    },
    {
      refresh: partKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onConflict: setConflict,
      onDone: (saved: Part) => {
        forget()
        toast(t(part ? 'parts.saved' : 'parts.added', { name: saved.name }))
        void go(paths.part(saved.id), { keep: true })
      },
    },
  )
  const submit = () => {
    const missing: FieldErrors = value.name.trim() ? {} : { name: t('parts.missing.name') }
    setErrors(missing)
    if (!missing.name) write.mutate([])
  }
  const text = (name: 'number' | 'name' | 'aliases' | 'category' | 'manufacturer_part_number' | 'barcode') => (
    <Field
      name={name}
      label={labels[name]}
      optional={name !== 'name'}
      hint={name === 'number' && !part ? t('parts.number_hint') : undefined}
      error={errors[name]}
    >
      {(control) => (
        <TextInput
          {...control}
          autoComplete="off"
          list={name === 'category' ? 'part-categories' : undefined}
          value={value[name]}
          onChange={(event) => change({ [name]: event.currentTarget.value })}
        />
      )}
    </Field>
  )
  return (
    <>
      <FormPage
        errors={errors}
        labels={labels}
        save={t(part ? 'parts.save_part' : 'parts.create')}
        busy={write.isPending}
        since={since}
        onDiscard={discard}
        onSubmit={submit}
        onCancel={() => void go(part ? paths.part(part.id) : paths.parts())}
      >
        <FormSection title={t('parts.section.what')}>
          {text('name')}
          <FormPair>
            {text('number')}
            {text('category')}
          </FormPair>
          <datalist id="part-categories">
            {categories.data?.items.map(({ category }) => (
              <option key={category} value={category} />
            ))}
          </datalist>
          {text('aliases')}
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
          <FormPair>
            {text('manufacturer_part_number')}
            {text('barcode')}
          </FormPair>
        </FormSection>
        <FormSection title={t('parts.section.stock')}>
          <FormPair>
            <Field name="unit" label={labels.unit} hint={t('parts.unit_hint')} error={errors.unit}>
              {(control) => (
                <NativeSelect
                  {...control}
                  value={value.unit}
                  data={[...new Set([...units, value.unit])].map((unit) => ({ value: unit, label: unitWord(unit, t) }))}
                  onChange={(event) => change({ unit: event.currentTarget.value })}
                />
              )}
            </Field>
            <Field name="default_bin_id" label={labels.default_bin_id} optional error={errors.default_bin_id}>
              {(control) => (
                <NativeSelect
                  {...control}
                  value={value.default_bin_id}
                  data={[
                    { value: '', label: t('parts.no_bin') },
                    ...(bins.data?.items ?? []).map((bin) => ({
                      value: bin.id,
                      label: `${bin.storeroom} · ${bin.code}`,
                    })),
                  ]}
                  onChange={(event) => change({ default_bin_id: event.currentTarget.value })}
                />
              )}
            </Field>
          </FormPair>
        </FormSection>
        <StockingSection value={value} error={errors.stocking} onChange={change} />
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

interface StockingProps {
  value: PartDraft
  error: string | undefined
  onChange: (part: Partial<PartDraft>) => void
}

/** Minimum and maximum, storeroom by storeroom. */
function StockingSection({ value, error, onChange }: StockingProps) {
  const t = useT()
  const storerooms = useStorerooms()
  const unit = unitWord(value.unit, t)
  const set = (storeroomId: string, part: { minimum?: number | null; maximum?: number | null }) => {
    const old = value.stocking.find((rule) => rule.storeroom_id === storeroomId)
    const rule = { storeroom_id: storeroomId, minimum: null, maximum: null, ...old, ...part }
    onChange({ stocking: [...value.stocking.filter((one) => one.storeroom_id !== storeroomId), rule] })
  }
  if (!storerooms.data?.items.length) return null
  return (
    <FormSection title={t('parts.section.stocking')} hint={t('parts.stocking_hint')}>
      {storerooms.data.items.map((room) => {
        const rule = value.stocking.find((one) => one.storeroom_id === room.id)
        return (
          <FormPair key={room.id}>
            <Field
              name={`minimum-${room.id}`}
              label={t('parts.minimum_in', { store: room.name })}
              optional
              error={error}
            >
              {(control) => (
                <QuantityInput
                  control={control}
                  unit={unit}
                  value={rule?.minimum ?? null}
                  onChange={(minimum) => set(room.id, { minimum })}
                />
              )}
            </Field>
            <Field name={`maximum-${room.id}`} label={t('parts.maximum_in', { store: room.name })} optional>
              {(control) => (
                <QuantityInput
                  control={control}
                  unit={unit}
                  value={rule?.maximum ?? null}
                  onChange={(maximum) => set(room.id, { maximum })}
                />
              )}
            </Field>
          </FormPair>
        )
      })}
    </FormSection>
  )
}
