import { Button } from '@mantine/core'
import { useState } from 'react'
import { useT } from '@/i18n'
import { Field, Form } from '@/kit/form'
import type { PickerOption } from '@/kit/picker'
import { Sheet } from '@/kit/sheet'
import { LocationPicker } from './picker'
import type { Location } from './queries'
import { useMoveLocation } from './use_places'

/** What dragging in the tree does, by menu and keyboard. */
export default function MoveSheet({ location, onClose }: { location: Location; onClose: () => void }) {
  const t = useT()
  const [to, setTo] = useState<PickerOption | null>(
    location.parent_id ? { id: location.parent_id, label: location.path.at(-2) ?? '' } : null,
  )
  const move = useMoveLocation()
  const save = () =>
    move.mutate({ id: location.id, to: to?.id ?? null, toName: to?.label ?? t('sites.top') }, { onSuccess: onClose })
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t('sites.move_title', { name: location.name })}
      footer={
        <Button loading={move.isPending} onClick={save}>
          {t('sites.move_save')}
        </Button>
      }
    >
      <Form onSubmit={save}>
        <Field name="parent_id" label={t('sites.field.parent')} hint={t('sites.move_hint')} optional>
          {(control) => (
            <LocationPicker
              control={control}
              value={to}
              onChange={setTo}
              siteId={location.site_id}
              except={location.id}
            />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
