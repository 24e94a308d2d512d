import { Button } from '@mantine/core'
import { useState } from 'react'
import { useT } from '@/i18n'
import { Field, Form } from '@/kit/form'
import type { PickerOption } from '@/kit/picker'
import { Sheet } from '@/kit/sheet'
import { AssetPicker } from './picker'
import type { Asset } from './queries'
import { useMoveAsset } from './use_move'

/** What dragging in the tree does, by menu and keyboard. */
export default function MoveSheet({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  const t = useT()
  const above = asset.path.at(-1)
  const [parent, setParent] = useState<PickerOption | null>(
    above ? { id: above.id, label: above.name, detail: above.code } : null,
  )
  const move = useMoveAsset()
  const save = () =>
    move.mutate(
      {
        id: asset.id,
        name: asset.name,
        to: parent?.id ?? null,
        toName: parent?.label ?? '',
        from: asset.parent_id ?? null,
      },
      { onSuccess: onClose },
    )
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t('assets.move.title', { name: asset.name })}
      footer={
        <Button loading={move.isPending} onClick={save}>
          {t('assets.move.save')}
        </Button>
      }
    >
      <Form onSubmit={save}>
        <Field name="parent_id" label={t('assets.field.parent')} hint={t('assets.move.hint')} optional>
          {(control) => <AssetPicker control={control} value={parent} onChange={setParent} except={asset.id} />}
        </Field>
      </Form>
    </Sheet>
  )
}
