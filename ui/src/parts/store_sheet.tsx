import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { sitesOptions } from '@/sites/queries'
import { storeKeys } from './queries'
import type { Edited } from './stores'

/** Makes or renames a storeroom or a bin; archives a bin. */
export default function StoreSheet({ edited, onClose }: { edited: Edited; onClose: () => void }) {
  const t = useT()
  const sites = useQuery(sitesOptions())
  const room = edited.storeroom
  const bin = edited.kind === 'bin' ? edited.bin : undefined
  const field = edited.kind === 'bin' ? 'code' : 'name'
  const existing = edited.kind === 'bin' ? bin?.code : room?.name
  const [words, setWords] = useState(existing ?? '')
  const [site, setSite] = useState('')
  const [bins, setBins] = useState('')
  const [errors, setErrors] = useState<FieldErrors>({})
  const siteId = site || (sites.data?.items[0]?.id ?? '')
  const write = useWrite<void, unknown>(
    () => {
      const text = words.trim()
      if (edited.kind === 'bin')
        return bin
          ? api.PATCH('/api/v1/bins/{id}', {
              params: { path: { id: bin.id } },
              body: { code: text, version: bin.version },
            })
          : api.POST('/api/v1/bins', { body: { storeroom_id: edited.storeroom.id, code: text } })
      if (room)
        return api.PATCH('/api/v1/storerooms/{id}', {
          params: { path: { id: room.id } },
          body: { name: text, version: room.version },
        })
      const codes = bins
        .split(',')
        .map((code) => code.trim())
        .filter(Boolean)
      return api.POST('/api/v1/storerooms', { body: { name: text, site_id: siteId, bins: codes } })
    },
    {
      refresh: storeKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: () => {
        toast(t('parts.saved', { name: words.trim() }))
        onClose()
      },
    },
  )
  const send = (archived: boolean) =>
    api.PATCH('/api/v1/bins/{id}', { params: { path: { id: bin?.id ?? '' } }, body: { archived } })
  const restore = useWrite(() => send(false), { refresh: storeKeys })
  const archive = useWrite(() => send(true), {
    refresh: storeKeys,
    onDone: () => {
      toast(t('parts.archived.done', { name: bin?.code ?? '' }), { undo: () => restore.mutate() })
      onClose()
    },
  })
  const title =
    edited.kind === 'bin'
      ? bin
        ? t('parts.stores.edit_bin', { code: bin.code })
        : t('parts.stores.new_bin_in', { name: edited.storeroom.name })
      : room
        ? t('parts.edit_title', { name: room.name })
        : t('parts.stores.new')
  const labels = {
    name: t('parts.field.name'),
    code: t('parts.stores.bin_code'),
    site_id: t('parts.stores.site'),
    bins: t('parts.stores.first_bins'),
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={title}
      footer={
        <>
          {bin && (
            <Button variant="default" loading={archive.isPending} onClick={() => archive.mutate()}>
              {t('parts.archived.action')}
            </Button>
          )}
          <Button loading={write.isPending} onClick={() => write.mutate()}>
            {t('parts.save_part')}
          </Button>
        </>
      }
    >
      <Form errors={errors} labels={labels} onSubmit={() => write.mutate()}>
        <Field name={field} label={labels[field]} error={errors[field]}>
          {(control) => (
            <TextInput
              {...control}
              data-autofocus
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          )}
        </Field>
        {edited.kind === 'storeroom' && !room && (
          <>
            <Field name="site_id" label={labels.site_id} error={errors.site_id}>
              {(control) => (
                <NativeSelect
                  {...control}
                  value={siteId}
                  data={(sites.data?.items ?? []).map((one) => ({ value: one.id, label: one.name }))}
                  onChange={(event) => setSite(event.currentTarget.value)}
                />
              )}
            </Field>
            <Field
              name="bins"
              label={labels.bins}
              hint={t('parts.stores.first_bins_hint')}
              optional
              error={errors.bins}
            >
              {(control) => (
                <TextInput {...control} value={bins} onChange={(event) => setBins(event.currentTarget.value)} />
              )}
            </Field>
          </>
        )}
      </Form>
    </Sheet>
  )
}
