import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors, type Problem, problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { Field, type FieldErrors } from '@/kit/form'
import { FormPage, FormPair, FormSection } from '@/kit/form_page'
import { MoneyInput } from '@/kit/number_inputs'
import { PageHead } from '@/kit/page_head'
import { SkeletonCards } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { useDraft } from '@/lib/use_draft'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { useSession } from '@/shell/session'
import { LocationPicker } from '@/sites/picker'
import { locationOptions } from '@/sites/queries'
import { AttributeFields } from './attribute_fields'
import { type AssetDraft, attributesOf, toDraft, toNew, toPatch } from './draft'
import { AssetPicker } from './picker'
import { type Asset, assetOptions, historyKeys, useAsset, useAssetClasses } from './queries'
import { criticalities, type NewAssetSearch, statuses } from './search'

const Conflicts = lazy(() => import('@/shell/conflicts'))

/** A new asset, perhaps at a place or below another. */
export function NewAssetPage() {
  const t = useT()
  const search = useSearch({ strict: false }) as NewAssetSearch
  const parent = useQuery({ ...assetOptions(search.parent_id ?? ''), enabled: Boolean(search.parent_id) })
  const location = useQuery({ ...locationOptions(search.location_id ?? ''), enabled: Boolean(search.location_id) })
  const ready = !parent.isLoading && !location.isLoading
  const initial = {
    ...toDraft(),
    parent: parent.data ? { id: parent.data.id, label: parent.data.name, detail: parent.data.code } : null,
    location: location.data ? { id: location.data.id, label: location.data.name } : null,
  }
  return (
    <>
      <PageHead title={t('assets.new')} />
      {ready && <AssetForm initial={initial} />}
    </>
  )
}

export function EditAssetPage() {
  const t = useT()
  const { id = '' } = useParams({ strict: false })
  const asset = useAsset(id)
  return (
    <>
      <PageHead title={asset.data ? t('assets.edit_title', { name: asset.data.name }) : t('assets.edit')} />
      {asset.data ? (
        <AssetForm key={asset.data.id} initial={toDraft(asset.data)} asset={asset.data} />
      ) : asset.isError ? (
        <ErrorState what={t('assets.the_asset')} {...problemProps(asset.error)} onRetry={() => void asset.refetch()} />
      ) : (
        <SkeletonCards />
      )}
    </>
  )
}

const textFields = ['manufacturer', 'model', 'serial_number', 'barcode'] as const
const dayFields = ['purchase_on', 'commissioned_on', 'warranty_until'] as const

function AssetForm({ initial, asset }: { initial: AssetDraft; asset?: Asset }) {
  const t = useT()
  const go = useGo()
  const { organization } = useSession()
  const classes = useAssetClasses()
  const { value, change, since, forget, discard } = useDraft(`asset:${asset?.id ?? 'new'}`, initial)
  const [errors, setErrors] = useState<FieldErrors>({})
  const [conflict, setConflict] = useState<Problem>()
  const attributes = attributesOf(classes.data?.items.find((one) => one.id === value.class_id))
  const labels = {
    code: t('assets.field.code'),
    name: t('assets.field.name'),
    aliases: t('assets.field.aliases'),
    description: t('assets.field.description'),
    parent_id: t('assets.field.parent'),
    class_id: t('assets.field.class'),
    location_id: t('assets.field.location'),
    criticality: t('assets.field.criticality'),
    status: t('assets.field.status'),
    manufacturer: t('assets.field.manufacturer'),
    model: t('assets.field.model'),
    serial_number: t('assets.field.serial_number'),
    barcode: t('assets.field.barcode'),
    purchase_on: t('assets.field.purchase_on'),
    commissioned_on: t('assets.field.commissioned_on'),
    warranty_until: t('assets.field.warranty_until'),
    replacement_value_minor: t('assets.field.replacement_value_minor'),
  }
  const write = useWrite(
    (keep: string[] | undefined) => {
      if (!asset) return api.POST('/api/v1/assets', { body: toNew(value, attributes) })
      const { version, ...patch } = toPatch(value, asset, attributes)
      const mine = keep ? Object.fromEntries(Object.entries(patch).filter(([field]) => keep.includes(field))) : patch
      const body = keep ? mine : { ...mine, ...(version && { version }) }
      return api.PATCH('/api/v1/assets/{id}', { params: { path: { id: asset.id } }, body })
    },
    {
      refresh: historyKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onConflict: setConflict,
      onDone: (saved: Asset) => {
        forget()
        toast(t(asset ? 'assets.saved' : 'assets.added', { name: saved.name }))
        void go(paths.asset(saved.id), { keep: true })
      },
    },
  )
  const submit = () => {
    const missing: Record<string, string> = {}
    if (!value.code.trim()) missing.code = t('assets.missing.code')
    if (!value.name.trim()) missing.name = t('assets.missing.name')
    setErrors(missing)
    if (!Object.keys(missing).length) write.mutate(undefined)
  }
  const text = (name: 'code' | 'name' | 'aliases' | (typeof textFields)[number], optional = true) => (
    <Field key={name} name={name} label={labels[name]} optional={optional} error={errors[name]}>
      {(control) => (
        <TextInput
          {...control}
          autoComplete="off"
          dir={name === 'name' ? 'auto' : undefined}
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
        save={t(asset ? 'assets.save' : 'assets.create')}
        busy={write.isPending}
        since={since}
        onDiscard={discard}
        onSubmit={submit}
        onCancel={() => void go(asset ? paths.asset(asset.id) : paths.assets())}
      >
        <FormSection title={t('assets.section.what')}>
          {text('name', false)}
          <FormPair>
            {text('code', false)}
            <Field name="class_id" label={labels.class_id} optional error={errors.class_id}>
              {(control) => (
                <NativeSelect
                  {...control}
                  value={value.class_id}
                  onChange={(event) => change({ class_id: event.currentTarget.value })}
                  data={[
                    { value: '', label: t('assets.class.none') },
                    ...(classes.data?.items ?? []).map((one) => ({ value: one.id, label: one.path.join(' › ') })),
                  ]}
                />
              )}
            </Field>
          </FormPair>
          {text('aliases')}
          <Field name="description" label={labels.description} optional error={errors.description}>
            {(control) => (
              <Textarea
                {...control}
                autosize
                minRows={2}
                dir="auto"
                value={value.description}
                onChange={(event) => change({ description: event.currentTarget.value })}
              />
            )}
          </Field>
        </FormSection>
        <FormSection title={t('assets.section.where')}>
          {!asset && (
            <Field
              name="location_id"
              label={labels.location_id}
              hint={t('assets.location_hint')}
              optional
              error={errors.location_id}
            >
              {(control) => (
                <LocationPicker
                  control={control}
                  value={value.location}
                  onChange={(location) => change({ location })}
                />
              )}
            </Field>
          )}
          <Field
            name="parent_id"
            label={labels.parent_id}
            hint={t('assets.parent_hint')}
            optional
            error={errors.parent_id}
          >
            {(control) => (
              <AssetPicker
                control={control}
                value={value.parent}
                onChange={(parent) => change({ parent })}
                {...(asset && { except: asset.id })}
              />
            )}
          </Field>
        </FormSection>
        <FormSection title={t('assets.section.how')}>
          <FormPair>
            <Field
              name="criticality"
              label={labels.criticality}
              hint={t(`assets.criticality_hint.${value.criticality}`)}
              error={errors.criticality}
            >
              {(control) => (
                <NativeSelect
                  {...control}
                  value={value.criticality}
                  onChange={(event) => change({ criticality: event.currentTarget.value as AssetDraft['criticality'] })}
                  data={criticalities.map((one) => ({ value: one, label: t(`assets.criticality.${one}`) }))}
                />
              )}
            </Field>
            {!asset && (
              <Field name="status" label={labels.status} hint={t('assets.status_hint')} error={errors.status}>
                {(control) => (
                  <NativeSelect
                    {...control}
                    value={value.status}
                    onChange={(event) => change({ status: event.currentTarget.value as AssetDraft['status'] })}
                    data={statuses.map((one) => ({ value: one, label: t(`assets.status.${one}`) }))}
                  />
                )}
              </Field>
            )}
          </FormPair>
        </FormSection>
        {attributes.length > 0 && (
          <FormSection title={t('assets.section.attributes')}>
            <AttributeFields
              attributes={attributes}
              values={value.attributes}
              errors={errors}
              onChange={(part) => change({ attributes: { ...value.attributes, ...part } })}
            />
          </FormSection>
        )}
        <FormSection title={t('assets.section.plate')}>
          <FormPair>{textFields.map((name) => text(name))}</FormPair>
          <FormPair>
            {dayFields.map((name) => (
              <Field key={name} name={name} label={labels[name]} optional error={errors[name]}>
                {(control) => (
                  <TextInput
                    {...control}
                    type="date"
                    value={value[name]}
                    onChange={(event) => change({ [name]: event.currentTarget.value })}
                  />
                )}
              </Field>
            ))}
            <Field
              name="replacement_value_minor"
              label={labels.replacement_value_minor}
              optional
              error={errors.replacement_value_minor}
            >
              {(control) => (
                <MoneyInput
                  control={control}
                  currency={organization.currency}
                  value={value.replacement_value_minor}
                  onChange={(minor) => change({ replacement_value_minor: minor })}
                />
              )}
            </Field>
          </FormPair>
        </FormSection>
      </FormPage>
      {conflict && (
        <Suspense>
          <Conflicts
            problem={conflict}
            labels={labels}
            onClose={() => setConflict(undefined)}
            onKeep={(mine) => {
              const fields = Object.keys(asset ? toPatch(value, asset, attributes) : {})
              const theirs = conflict.conflicts.map((one) => one.field).filter((field) => !mine.includes(field))
              setConflict(undefined)
              write.mutate(fields.filter((field) => field !== 'version' && !theirs.includes(field)))
            }}
          />
        </Suspense>
      )}
    </>
  )
}
