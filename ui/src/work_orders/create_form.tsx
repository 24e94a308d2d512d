import { Button, Textarea, TextInput } from '@mantine/core'
import { IconBuildingFactory2, IconCamera, IconUserPlus, IconX } from '@tabler/icons-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { useLocale, useT } from '@/i18n'
import { DateInput } from '@/kit/date_input'
import { Field, Form } from '@/kit/form'
import { useSession } from '@/shell/session'
import styles from './choices.module.css'
import { usePeople, useTeams } from './data'
import type { Draft } from './draft'
import { dueAt } from './due'
import { KindChips } from './edit_sheet'
import { priorityNames, WorkOrderPriority } from './marks'

const AssetPicker = lazy(() => import('./asset_picker'))
const PeoplePicker = lazy(() => import('./people_picker'))

interface Props {
  draft: Draft
  errors: Readonly<Record<string, string>>
  photos: readonly File[]
  /** Whether the person may say who does it. */
  assigns: boolean
  onChange: (fields: Partial<Draft>) => void
  onPhotos: (photos: File[]) => void
  onSubmit: () => void
}

/** Title, asset, priority and a photo; the rest when it matters. */
export function CreateForm({ draft, errors, photos, assigns, onChange, onPhotos, onSubmit }: Props) {
  const t = useT()
  const [picking, setPicking] = useState<'asset' | 'people'>()
  const assetLabel = t('work_orders.field.asset_id')
  return (
    <Form errors={errors} labels={{ title: t('work_orders.new.what') }} onSubmit={onSubmit}>
      <Field name="title" label={t('work_orders.new.what')} error={errors.title}>
        {(control) => (
          <TextInput
            {...control}
            data-autofocus
            size="md"
            enterKeyHint="done"
            value={draft.title}
            onChange={(event) => onChange({ title: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field name="asset_id" label={assetLabel} optional error={errors.asset_id}>
        {(control) => (
          <Button
            {...control}
            aria-label={draft.asset ? `${assetLabel}: ${draft.asset.name}` : assetLabel}
            variant="default"
            size="md"
            justify="flex-start"
            leftSection={<IconBuildingFactory2 size={18} aria-hidden />}
            onClick={() => setPicking('asset')}
          >
            {draft.asset ? `${draft.asset.name} · ${draft.asset.code}` : t('work_orders.pick.asset')}
          </Button>
        )}
      </Field>
      <fieldset className={styles.group}>
        <legend>{t('work_orders.field.priority')}</legend>
        <div className={styles.chips}>
          {priorityNames.map((priority) => (
            <button
              key={priority}
              type="button"
              className={styles.chip}
              aria-pressed={draft.priority === priority}
              onClick={() => onChange({ priority })}
            >
              <WorkOrderPriority priority={priority} withLabel />
            </button>
          ))}
        </div>
      </fieldset>
      <Photos photos={photos} onPhotos={onPhotos} />
      <Field name="due_at" label={t('work_orders.field.due_at')} optional error={errors.due_at}>
        {(control) => (
          <DateInput
            control={control}
            value={draft.due_at ? new Date(draft.due_at) : null}
            onChange={(day) => onChange({ due_at: day ? dueAt(day, new Date()).toISOString() : undefined })}
          />
        )}
      </Field>
      {assigns && <Who draft={draft} onPick={() => setPicking('people')} />}
      <Field name="description" label={t('work_orders.field.description')} optional error={errors.description}>
        {(control) => (
          <Textarea
            {...control}
            autosize
            minRows={3}
            value={draft.description}
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
        )}
      </Field>
      <KindChips value={draft.kind} onChange={(kind) => onChange({ kind })} />
      <Suspense>
        {picking === 'asset' && (
          <AssetPicker
            clearable={draft.asset !== undefined}
            onClose={() => setPicking(undefined)}
            onPick={(asset) => onChange({ asset: asset && { id: asset.id, name: asset.name, code: asset.code } })}
          />
        )}
        {picking === 'people' && (
          <PeoplePicker
            people={draft.people}
            team={draft.team}
            onClose={() => setPicking(undefined)}
            onDone={(people, team) => onChange({ people, team })}
          />
        )}
      </Suspense>
    </Form>
  )
}

function Who({ draft, onPick }: { draft: Draft; onPick: () => void }) {
  const t = useT()
  const locale = useLocale()
  const { user } = useSession()
  const known = [user, ...usePeople()]
  const teams = useTeams()
  const names = [
    ...draft.people.map((id) => known.find((person) => person.id === id)?.name),
    teams.find((team) => team.id === draft.team)?.name,
  ].filter((name): name is string => name !== undefined)
  const label = t('work_orders.field.assignee_ids')
  const words = names.length ? new Intl.ListFormat(locale).format(names) : t('kit.nobody')
  return (
    <Field name="assignee_ids" label={label} optional>
      {(control) => (
        <Button
          {...control}
          aria-label={`${label}: ${words}`}
          variant="default"
          size="md"
          justify="flex-start"
          leftSection={<IconUserPlus size={18} aria-hidden />}
          onClick={onPick}
        >
          {words}
        </Button>
      )}
    </Field>
  )
}

function Photos({ photos, onPhotos }: { photos: readonly File[]; onPhotos: (photos: File[]) => void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.chips}>
      <Button
        variant="default"
        size="md"
        leftSection={<IconCamera size={18} aria-hidden />}
        onClick={() => input.current?.click()}
      >
        {t('work_orders.files.photo')}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept="image/*"
        capture="environment"
        onChange={(event) => onPhotos([...photos, ...(event.currentTarget.files ?? [])])}
      />
      {photos.map((photo) => (
        <button
          key={`${photo.name}${photo.lastModified}`}
          type="button"
          className={styles.chip}
          aria-label={t('work_orders.files.remove', { name: photo.name })}
          onClick={() => onPhotos(photos.filter((one) => one !== photo))}
        >
          {photo.name}
          <IconX size={14} aria-hidden />
        </button>
      ))}
    </div>
  )
}
