import { Button, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { type Location, placeKeys } from './queries'

interface Props {
  siteId: string
  /** The location above a new one. */
  parent?: Location
  /** The location to change. */
  location?: Location
  onClose: () => void
}

const listed = (text: string) =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean)

/** Makes or changes a location. */
export default function LocationSheet({ siteId, parent, location, onClose }: Props) {
  const t = useT()
  const [name, setName] = useState(location?.name ?? '')
  const [code, setCode] = useState(location?.code ?? '')
  const [aliases, setAliases] = useState(location?.aliases.join(', ') ?? '')
  const [description, setDescription] = useState(location?.description ?? '')
  const [errors, setErrors] = useState<FieldErrors>({})
  const write = useWrite(
    () => {
      const common = { name: name.trim(), aliases: listed(aliases) }
      return location
        ? api.PATCH('/api/v1/locations/{id}', {
            params: { path: { id: location.id } },
            body: {
              ...common,
              code: code.trim() || null,
              description: description.trim() || null,
              version: location.version,
            },
          })
        : api.POST('/api/v1/locations', {
            body: {
              ...common,
              site_id: siteId,
              ...(parent && { parent_id: parent.id }),
              ...(code.trim() && { code: code.trim() }),
              ...(description.trim() && { description: description.trim() }),
            },
          })
    },
    {
      refresh: placeKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: (saved: Location) => {
        toast(t('sites.saved', { name: saved.name }))
        onClose()
      },
    },
  )
  const labels = {
    name: t('sites.field.name'),
    code: t('sites.field.code'),
    aliases: t('sites.field.aliases'),
    description: t('sites.field.description'),
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={
        location
          ? t('sites.edit_title', { name: location.name })
          : parent
            ? t('sites.new_below', { name: parent.name })
            : t('sites.new_location')
      }
      footer={
        <Button loading={write.isPending} onClick={() => write.mutate()}>
          {t('sites.save')}
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
        <Field name="code" label={labels.code} optional error={errors.code}>
          {(control) => (
            <TextInput {...control} value={code} onChange={(event) => setCode(event.currentTarget.value)} />
          )}
        </Field>
        <Field name="aliases" label={labels.aliases} hint={t('sites.aliases_hint')} optional error={errors.aliases}>
          {(control) => (
            <TextInput {...control} value={aliases} onChange={(event) => setAliases(event.currentTarget.value)} />
          )}
        </Field>
        <Field name="description" label={labels.description} optional error={errors.description}>
          {(control) => (
            <Textarea
              {...control}
              autosize
              minRows={2}
              value={description}
              onChange={(event) => setDescription(event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
