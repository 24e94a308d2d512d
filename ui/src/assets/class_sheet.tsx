import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { uuid } from '@/lib/ids'
import styles from './classes.module.css'
import { type AssetClass, assetKeys, useAssetClasses } from './queries'

type Kind = Schemas['AttributeKind']
const kinds: readonly Kind[] = ['text', 'number', 'boolean', 'date']

interface Row {
  key: string
  name: string
  unit: string
  kind: Kind
}

const refresh = [['get', '/api/v1/asset-classes'], ...assetKeys]

/** Makes or changes a class and its own attributes; archives it with Undo. */
export default function ClassSheet({ edited, onClose }: { edited?: AssetClass; onClose: () => void }) {
  const t = useT()
  const classes = useAssetClasses()
  const [name, setName] = useState(edited?.name ?? '')
  const [code, setCode] = useState(edited?.code ?? '')
  const [parent, setParent] = useState(edited?.parent_id ?? '')
  const [rows, setRows] = useState<Row[]>(
    (edited?.attributes ?? []).map((one) => ({ key: uuid(), name: one.name, unit: one.unit ?? '', kind: one.kind })),
  )
  const [errors, setErrors] = useState<FieldErrors>({})
  const path = { path: { id: edited?.id ?? '' } }
  const write = useWrite(
    () => {
      const attributes = rows
        .filter((row) => row.name.trim())
        .map((row) => ({
          name: row.name.trim(),
          kind: row.kind,
          ...(row.kind === 'number' && row.unit.trim() && { unit: row.unit.trim() }),
        }))
      const body = { name: name.trim(), code: code.trim(), attributes }
      return edited
        ? api.PATCH('/api/v1/asset-classes/{id}', {
            params: path,
            body: { ...body, parent_id: parent || null, version: edited.version },
          })
        : api.POST('/api/v1/asset-classes', { body: { ...body, ...(parent && { parent_id: parent }) } })
    },
    {
      refresh,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: () => {
        toast(t('assets.class.saved', { name: name.trim() }))
        onClose()
      },
    },
  )
  const setArchived = (archived: boolean) =>
    api.PATCH('/api/v1/asset-classes/{id}', { params: path, body: { archived } })
  const restore = useWrite(() => setArchived(false), { refresh })
  const archive = useWrite(() => setArchived(true), {
    refresh,
    onDone: () => {
      toast(t('assets.archived.done', { name }), { undo: () => restore.mutate() })
      onClose()
    },
  })
  const change = (key: string, part: Partial<Row>) =>
    setRows((old) => old.map((row) => (row.key === key ? { ...row, ...part } : row)))
  const above = classes.data?.items.find((one) => one.id === parent)
  const inherited = [...(above?.inherited ?? []), ...(above?.attributes ?? [])].map((one) => one.name)
  const labels = { name: t('assets.field.name'), code: t('assets.class.code'), parent_id: t('assets.class.parent') }
  return (
    <Sheet
      opened
      onClose={onClose}
      width={560}
      title={edited ? t('assets.edit_title', { name: edited.name }) : t('assets.class.new')}
      footer={
        <Button loading={write.isPending} onClick={() => write.mutate()}>
          {t('assets.save')}
        </Button>
      }
    >
      <Form errors={errors} labels={labels} onSubmit={() => write.mutate()}>
        <Field name="name" label={labels.name} error={errors.name}>
          {(control) => (
            <TextInput
              {...control}
              data-autofocus
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field name="code" label={labels.code} hint={t('assets.class.code_hint')} error={errors.code}>
          {(control) => (
            <TextInput {...control} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
          )}
        </Field>
        <Field
          name="parent_id"
          label={labels.parent_id}
          hint={t('assets.class.parent_hint')}
          optional
          error={errors.parent_id}
        >
          {(control) => (
            <NativeSelect
              {...control}
              value={parent}
              onChange={(event) => setParent(event.currentTarget.value)}
              data={[
                { value: '', label: t('assets.class.none') },
                ...(classes.data?.items ?? [])
                  .filter((one) => one.id !== edited?.id)
                  .map((one) => ({ value: one.id, label: one.path.join(' › ') })),
              ]}
            />
          )}
        </Field>
        <fieldset className={styles.attributes}>
          <legend>{t('assets.class.attributes')}</legend>
          {inherited.length > 0 && (
            <p className={styles.inherited}>{t('assets.class.inherited', { names: inherited.join(', ') })}</p>
          )}
          {rows.map((row) => (
            <div key={row.key} className={styles.attribute}>
              <TextInput
                label={t('assets.field.name')}
                value={row.name}
                onChange={(event) => change(row.key, { name: event.currentTarget.value })}
              />
              <NativeSelect
                label={t('assets.class.kind')}
                value={row.kind}
                data={kinds.map((kind) => ({ value: kind, label: t(`assets.kind.${kind}`) }))}
                onChange={(event) => change(row.key, { kind: event.currentTarget.value as Kind })}
              />
              <TextInput
                label={t('assets.class.unit')}
                disabled={row.kind !== 'number'}
                value={row.unit}
                onChange={(event) => change(row.key, { unit: event.currentTarget.value })}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                size={36}
                aria-label={t('assets.class.remove', { name: row.name })}
                onClick={() => setRows((old) => old.filter((one) => one.key !== row.key))}
              >
                <IconX size={18} aria-hidden />
              </ActionIcon>
            </div>
          ))}
          <div>
            <Button
              size="sm"
              variant="default"
              leftSection={<IconPlus size={15} aria-hidden />}
              onClick={() => setRows((old) => [...old, { key: uuid(), name: '', unit: '', kind: 'text' }])}
            >
              {t('assets.class.add')}
            </Button>
          </div>
        </fieldset>
        {edited && !edited.built_in && (
          <Button
            className={styles.archive}
            size="sm"
            variant="subtle"
            color="gray"
            loading={archive.isPending}
            onClick={() => archive.mutate()}
          >
            {t('assets.archived.action')}
          </Button>
        )}
      </Form>
    </Sheet>
  )
}
