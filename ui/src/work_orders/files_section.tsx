import { ActionIcon, Button } from '@mantine/core'
import { IconCamera, IconFile, IconPaperclip, IconTrash } from '@tabler/icons-react'
import { type ChangeEvent, useRef } from 'react'
import { api, type Schemas } from '@/api/client'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { toast } from '@/kit/toast'
import { bookingTouches, useFiles } from './entries'
import styles from './record.module.css'
import { Section } from './section'
import { uploadBody } from './upload'
import type { RecordState } from './use_record'

type Attachment = Schemas['Attachment']

/** Photos and documents; the camera is one tap away. */
export function FilesSection({ record }: { record: RecordState }) {
  const t = useT()
  const { order } = record
  const files = useFiles(order.id).data?.items ?? []
  const camera = useRef<HTMLInputElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const touches = bookingTouches(order.id, 'files')
  const attach = useWrite(
    (file: File) =>
      api.POST('/api/v1/work-orders/{id}/files', { params: { path: { id: order.id } }, ...uploadBody(file) }),
    { refresh: touches },
  )
  const remove = useWrite(
    (file: Attachment) =>
      api.DELETE('/api/v1/work-orders/{id}/files/{file_id}', { params: { path: { id: order.id, file_id: file.id } } }),
    { refresh: touches, onDone: (_, file) => toast(t('work_orders.files.removed', { name: file.name })) },
  )
  const attaches = record.may('attach')
  if (!files.length && !attaches) return null
  const taken = (event: ChangeEvent<HTMLInputElement>) => {
    for (const file of event.currentTarget.files ?? []) attach.mutate(file)
    event.currentTarget.value = ''
  }
  return (
    <Section title={t('work_orders.files.title')} hint={files.length || undefined}>
      {files.length > 0 && (
        <ul className={styles.files}>
          {files.map((file) => (
            <FileTile
              key={file.id}
              order={order.id}
              file={file}
              onRemove={attaches ? () => remove.mutate(file) : undefined}
            />
          ))}
        </ul>
      )}
      {attaches && (
        <div className={styles.tools}>
          <Button
            variant="default"
            loading={attach.isPending}
            leftSection={<IconCamera size={18} aria-hidden />}
            onClick={() => camera.current?.click()}
          >
            {t('work_orders.files.photo')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPaperclip size={18} aria-hidden />}
            onClick={() => picker.current?.click()}
          >
            {t('work_orders.files.file')}
          </Button>
          <input ref={camera} type="file" hidden accept="image/*" capture="environment" onChange={taken} />
          <input ref={picker} type="file" hidden multiple onChange={taken} />
        </div>
      )}
    </Section>
  )
}

interface TileProps {
  order: string
  file: Attachment
  onRemove: (() => void) | undefined
}

function FileTile({ order, file, onRemove }: TileProps) {
  const t = useT()
  const address = `/api/v1/work-orders/${order}/files/${file.id}`
  const picture = file.inline && file.media_type.startsWith('image/')
  return (
    <li className={styles.file}>
      <a href={address} target="_blank" rel="noreferrer">
        {picture ? (
          <img src={address} alt="" loading="lazy" />
        ) : (
          <span data-icon>
            <IconFile size={28} aria-hidden />
          </span>
        )}
        <em dir="auto">{file.name}</em>
      </a>
      {onRemove && (
        <ActionIcon
          variant="default"
          size={32}
          aria-label={t('work_orders.files.remove', { name: file.name })}
          onClick={onRemove}
        >
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </li>
  )
}
