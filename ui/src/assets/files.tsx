import { ActionIcon, Button } from '@mantine/core'
import { IconCamera, IconDownload, IconFile, IconPhoto, IconTrash, IconUpload } from '@tabler/icons-react'
import { lazy, Suspense, useRef, useState } from 'react'
import { api, type Schemas } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { MoreMenu } from '@/kit/more_menu'
import { NoRows, Row, Rows } from '@/kit/rows'
import { Skeleton } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { formatDay } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { useCan } from '@/shell/session'
import { type Asset, historyKeys, useAssetFiles } from './queries'

type Attachment = Schemas['Attachment']

const ConfirmDialog = lazy(() => import('@/kit/confirm_dialog').then((module) => ({ default: module.ConfirmDialog })))

const fileKeys = [['get', '/api/v1/assets/{id}/files'], ...historyKeys]

/** “1.4 MB”; the unit signs are international. */
function size(bytes: number, locale: string): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${formatNumber(bytes / 1000, locale, 0)} kB`
  return `${formatNumber(bytes / 1_000_000, locale, 1)} MB`
}

/** Manuals, photos and everything else that belongs to the asset. */
export function FilesCard({ asset }: { asset: Asset }) {
  const t = useT()
  const manage = useCan('assets.manage')
  const files = useAssetFiles(asset.id)
  const chooser = useRef<HTMLInputElement>(null)
  const camera = useRef<HTMLInputElement>(null)
  const upload = useWrite(
    (file: File) => {
      const form = new FormData()
      form.append('file', file)
      return api.POST('/api/v1/assets/{id}/files', {
        params: { path: { id: asset.id } },
        body: form as never,
        bodySerializer: (body) => body as unknown as FormData,
      })
    },
    { refresh: fileKeys, onDone: (_, file) => toast(t('assets.files.added', { name: file.name })) },
  )
  const add = (picked: FileList | null) => {
    for (const file of picked ?? []) upload.mutate(file)
  }
  return (
    <div id="files">
      <Card
        title={t('assets.files.title')}
        action={
          manage && (
            <>
              <Button
                size="compact-sm"
                variant="default"
                loading={upload.isPending}
                leftSection={<IconUpload size={15} aria-hidden />}
                onClick={() => chooser.current?.click()}
              >
                {t('assets.files.add')}
              </Button>
              <ActionIcon
                variant="default"
                size={30}
                aria-label={t('assets.files.photo')}
                onClick={() => camera.current?.click()}
              >
                <IconCamera size={17} aria-hidden />
              </ActionIcon>
              <input
                ref={chooser}
                type="file"
                multiple
                hidden
                aria-label={t('assets.files.add')}
                onChange={(event) => add(event.currentTarget.files)}
              />
              <input
                ref={camera}
                type="file"
                accept="image/*"
                capture="environment"
                hidden
                aria-label={t('assets.files.photo')}
                onChange={(event) => add(event.currentTarget.files)}
              />
            </>
          )
        }
      >
        {files.data ? (
          files.data.items.length ? (
            <Rows>
              {files.data.items.map((file) => (
                <FileRow key={file.id} asset={asset} file={file} manage={manage} />
              ))}
            </Rows>
          ) : (
            <NoRows>{t('assets.files.none')}</NoRows>
          )
        ) : files.isError ? (
          <ErrorState
            what={t('assets.the_files')}
            {...problemProps(files.error)}
            onRetry={() => void files.refetch()}
          />
        ) : (
          <Skeleton height={80} />
        )}
      </Card>
    </div>
  )
}

function FileRow({ asset, file, manage }: { asset: Asset; file: Attachment; manage: boolean }) {
  const t = useT()
  const locale = useLocale()
  const [asked, setAsked] = useState(false)
  const href = `/api/v1/assets/${asset.id}/files/${file.id}`
  const picture = file.inline && file.media_type.startsWith('image/')
  const params = { path: { id: asset.id, file_id: file.id } }
  const remove = useWrite(() => api.DELETE('/api/v1/assets/{id}/files/{file_id}', { params }), {
    refresh: fileKeys,
    onDone: () => setAsked(false),
  })
  const show = useWrite(
    () => api.PATCH('/api/v1/assets/{id}', { params: { path: { id: asset.id } }, body: { photo_id: file.id } }),
    { refresh: historyKeys, onDone: () => toast(t('assets.files.shown')) },
  )
  return (
    <Row
      icon={
        picture ? (
          <img src={href} alt="" width={44} height={44} loading="lazy" />
        ) : (
          <IconFile size={20} stroke={1.75} aria-hidden />
        )
      }
      title={
        <a href={href} target="_blank" rel="noreferrer">
          <bdi>{file.name}</bdi>
        </a>
      }
      note={[
        size(file.size_bytes, locale),
        formatDay(new Date(file.created_at), locale, new Date()),
        file.created_by,
      ].join(' · ')}
      end={
        manage && (
          <MoreMenu
            label={t('assets.files.more', { name: file.name })}
            quiet
            sections={[
              {
                id: 'file',
                entries: [
                  ...(picture && asset.photo_id !== file.id
                    ? [
                        {
                          id: 'show',
                          label: t('assets.files.show'),
                          icon: <IconPhoto size={17} aria-hidden />,
                          onSelect: () => show.mutate(),
                        },
                      ]
                    : []),
                  {
                    id: 'download',
                    label: t('assets.files.download'),
                    icon: <IconDownload size={17} aria-hidden />,
                    onSelect: () => window.location.assign(`${href}?download=true`),
                  },
                  {
                    id: 'remove',
                    label: t('assets.files.remove'),
                    icon: <IconTrash size={17} aria-hidden />,
                    danger: true,
                    onSelect: () => setAsked(true),
                  },
                ],
              },
            ]}
          />
        )
      }
    >
      <Suspense>
        {asked && (
          <ConfirmDialog
            opened
            title={t('assets.files.remove_title', { name: file.name })}
            text={t('assets.files.remove_text')}
            action={t('assets.files.remove')}
            busy={remove.isPending}
            onConfirm={() => remove.mutate()}
            onClose={() => setAsked(false)}
          />
        )}
      </Suspense>
    </Row>
  )
}
