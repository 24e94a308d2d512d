import { Button, Textarea, TextInput } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useT } from '@/i18n'
import { Field, Form } from '@/kit/form'
import { QuantityInput } from '@/kit/number_inputs'
import { Sheet } from '@/kit/sheet'
import styles from './choices.module.css'
import { type Kind, kindNames, WorkOrderKind } from './marks'
import type { RecordState } from './use_record'

const AssetPicker = lazy(() => import('./asset_picker'))

/** The words of an order: title, description, asset, kind, estimate, tags. Only what was changed is sent. */
export default function EditSheet({ record }: { record: RecordState }) {
  const t = useT()
  const { order, close, change } = record
  const before = {
    title: order.title,
    description: order.description ?? '',
    kind: order.kind,
    asset_id: order.asset_id ?? null,
    estimated_minutes: order.estimated_minutes ?? null,
    tags: order.tags.join(', '),
  }
  const [now, setNow] = useState(before)
  const [asset, setAsset] = useState(order.asset ? `${order.asset.name} · ${order.asset.code}` : undefined)
  const [picking, setPicking] = useState(false)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const set = (fields: Partial<typeof before>) => setNow((old) => ({ ...old, ...fields }))
  const save = () => {
    if (!now.title.trim()) return setErrors({ title: t('work_orders.new.title_missing') })
    const words = now.tags.split(',').map((tag) => tag.trim())
    const all = {
      title: now.title.trim(),
      description: now.description.trim() || null,
      kind: now.kind,
      asset_id: now.asset_id,
      estimated_minutes: now.estimated_minutes,
      tags: words.filter(Boolean),
    }
    const differs = Object.entries(all).filter(
      ([field]) => now[field as keyof typeof now] !== before[field as keyof typeof before],
    )
    if (differs.length) change(Object.fromEntries(differs))
    close()
  }
  return (
    <Sheet
      opened
      onClose={close}
      title={t('work_orders.record.edit')}
      footer={<Button onClick={save}>{t('work_orders.record.save')}</Button>}
    >
      <Form errors={errors} labels={{ title: t('work_orders.field.title') }} onSubmit={save}>
        <Field name="title" label={t('work_orders.field.title')} error={errors.title}>
          {(control) => (
            <TextInput {...control} value={now.title} onChange={(event) => set({ title: event.currentTarget.value })} />
          )}
        </Field>
        <Field name="description" label={t('work_orders.field.description')} optional>
          {(control) => (
            <Textarea
              {...control}
              autosize
              minRows={4}
              value={now.description}
              onChange={(event) => set({ description: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field name="asset_id" label={t('work_orders.field.asset_id')} optional>
          {(control) => (
            <Button {...control} variant="default" justify="flex-start" onClick={() => setPicking(true)}>
              {asset ?? t('work_orders.pick.asset')}
            </Button>
          )}
        </Field>
        <KindChips value={now.kind} onChange={(kind) => set({ kind })} />
        <Field name="estimated_minutes" label={t('work_orders.field.estimated_minutes')} optional>
          {(control) => (
            <QuantityInput
              control={control}
              value={now.estimated_minutes}
              onChange={(minutes) => set({ estimated_minutes: minutes })}
              unit="min"
              whole
            />
          )}
        </Field>
        <Field name="tags" label={t('work_orders.field.tags')} hint={t('work_orders.record.tags_hint')} optional>
          {(control) => (
            <TextInput {...control} value={now.tags} onChange={(event) => set({ tags: event.currentTarget.value })} />
          )}
        </Field>
      </Form>
      {picking && (
        <Suspense>
          <AssetPicker
            clearable={now.asset_id !== null}
            onClose={() => setPicking(false)}
            onPick={(picked) => {
              set({ asset_id: picked?.id ?? null })
              setAsset(picked && `${picked.name} · ${picked.code}`)
            }}
          />
        </Suspense>
      )}
    </Sheet>
  )
}

/** One of the kinds, by a tap. */
export function KindChips({ value, onChange }: { value: Kind; onChange: (kind: Kind) => void }) {
  const t = useT()
  return (
    <fieldset className={styles.group}>
      <legend>{t('work_orders.field.kind')}</legend>
      <div className={styles.chips}>
        {kindNames.map((kind) => (
          <button
            key={kind}
            type="button"
            className={styles.chip}
            aria-pressed={value === kind}
            onClick={() => onChange(kind)}
          >
            <WorkOrderKind kind={kind} withLabel />
          </button>
        ))}
      </div>
    </fieldset>
  )
}
