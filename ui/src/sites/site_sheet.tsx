import { Button, NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { placeKeys, type Site } from './queries'

const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Makes or changes a site. */
export default function SiteSheet({ site, onClose }: { site?: Site; onClose: () => void }) {
  const t = useT()
  const go = useGo()
  const [name, setName] = useState(site?.name ?? '')
  const [zone, setZone] = useState(site?.time_zone ?? here())
  const [address, setAddress] = useState(site?.address ?? '')
  const [errors, setErrors] = useState<FieldErrors>({})
  const write = useWrite(
    () => {
      const body = { name: name.trim(), time_zone: zone }
      return site
        ? api.PATCH('/api/v1/sites/{id}', {
            params: { path: { id: site.id } },
            body: { ...body, address: address.trim() || null, version: site.version },
          })
        : api.POST('/api/v1/sites', { body: { ...body, ...(address.trim() && { address: address.trim() }) } })
    },
    {
      refresh: placeKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: (saved: Site) => {
        toast(t('sites.saved', { name: saved.name }))
        onClose()
        if (!site) void go(paths.site(saved.id))
      },
    },
  )
  const labels = {
    name: t('sites.field.name'),
    time_zone: t('sites.field.time_zone'),
    address: t('sites.field.address'),
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={site ? t('sites.edit_title', { name: site.name }) : t('sites.new_site')}
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
        <Field name="time_zone" label={labels.time_zone} hint={t('sites.time_zone_hint')} error={errors.time_zone}>
          {(control) => (
            <NativeSelect
              {...control}
              value={zone}
              data={[...new Set([zone, ...Intl.supportedValuesOf('timeZone')])]}
              onChange={(event) => setZone(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field name="address" label={labels.address} optional error={errors.address}>
          {(control) => (
            <Textarea
              {...control}
              autosize
              minRows={2}
              autoComplete="street-address"
              value={address}
              onChange={(event) => setAddress(event.currentTarget.value)}
            />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
