import { Button } from '@mantine/core'
import { IconArchive, IconPencil, IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { MoreMenu } from '@/kit/more_menu'
import { PageHead } from '@/kit/page_head'
import { Skeleton, SkeletonCards } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { Go } from '@/shell/go'
import { useCan } from '@/shell/session'
import { type Bin, type Storeroom, storeKeys, useBins, useStorerooms } from './queries'
import styles from './stores.module.css'

const StoreSheet = lazy(() => import('./store_sheet'))

export type Edited = { kind: 'storeroom'; storeroom?: Storeroom } | { kind: 'bin'; storeroom: Storeroom; bin?: Bin }

/** Storerooms and their bins. */
export function StoresPage() {
  const t = useT()
  const manage = useCan('parts.manage')
  const storerooms = useStorerooms()
  const [edited, setEdited] = useState<Edited>()
  const add = manage && (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setEdited({ kind: 'storeroom' })}>
      {t('parts.stores.new')}
    </Button>
  )
  return (
    <>
      <PageHead title={t('parts.stores.title')} back={<Back to={paths.parts()}>{t('parts.title')}</Back>}>
        {add}
      </PageHead>
      <div className={styles.page}>
        {storerooms.data ? (
          storerooms.data.items.length ? (
            storerooms.data.items.map((room) => (
              <StoreroomCard key={room.id} room={room} manage={manage} onEdit={setEdited} />
            ))
          ) : (
            <Empty title={t('parts.stores.empty_title')} text={t('parts.stores.empty_text')} action={add} />
          )
        ) : storerooms.isError ? (
          <ErrorState
            what={t('parts.the_stores')}
            {...problemProps(storerooms.error)}
            onRetry={() => void storerooms.refetch()}
          />
        ) : (
          <SkeletonCards />
        )}
      </div>
      <Suspense>{edited && <StoreSheet edited={edited} onClose={() => setEdited(undefined)} />}</Suspense>
    </>
  )
}

interface CardProps {
  room: Storeroom
  manage: boolean
  onEdit: (edited: Edited) => void
}

function StoreroomCard({ room, manage, onEdit }: CardProps) {
  const t = useT()
  const bins = useBins(room.id)
  const send = (archived: boolean) =>
    api.PATCH('/api/v1/storerooms/{id}', { params: { path: { id: room.id } }, body: { archived } })
  const restore = useWrite(() => send(false), { refresh: storeKeys })
  const archive = useWrite(() => send(true), {
    refresh: storeKeys,
    onDone: () => toast(t('parts.archived.done', { name: room.name }), { undo: () => restore.mutate() }),
  })
  return (
    <Card
      title={room.name}
      hint={t('parts.stores.bins', { count: room.bins })}
      action={
        <span className={styles.actions}>
          <Go to={paths.parts()} search={{ storeroom_id: room.id }} className={styles.link}>
            {t('parts.stores.parts')}
          </Go>
          {manage && (
            <MoreMenu
              label={t('parts.stores.more', { name: room.name })}
              quiet
              sections={[
                {
                  id: 'store',
                  entries: [
                    {
                      id: 'bin',
                      label: t('parts.stores.new_bin'),
                      icon: <IconPlus size={17} aria-hidden />,
                      onSelect: () => onEdit({ kind: 'bin', storeroom: room }),
                    },
                    {
                      id: 'edit',
                      label: t('parts.stores.rename'),
                      icon: <IconPencil size={17} aria-hidden />,
                      onSelect: () => onEdit({ kind: 'storeroom', storeroom: room }),
                    },
                    {
                      id: 'archive',
                      label: t('parts.archived.action'),
                      icon: <IconArchive size={17} aria-hidden />,
                      onSelect: () => archive.mutate(),
                    },
                  ],
                },
              ]}
            />
          )}
        </span>
      }
    >
      {bins.data ? (
        <ul className={styles.bins}>
          {bins.data.items.map((bin) => (
            <li key={bin.id}>
              {manage ? (
                <button
                  type="button"
                  aria-label={t('parts.stores.edit_bin', { code: bin.code })}
                  onClick={() => onEdit({ kind: 'bin', storeroom: room, bin })}
                >
                  {bin.code}
                </button>
              ) : (
                <span>{bin.code}</span>
              )}
            </li>
          ))}
          {manage && (
            <li>
              <button type="button" className={styles.add} onClick={() => onEdit({ kind: 'bin', storeroom: room })}>
                <IconPlus size={15} aria-hidden />
                {t('parts.stores.new_bin')}
              </button>
            </li>
          )}
        </ul>
      ) : (
        <Skeleton height={40} />
      )}
    </Card>
  )
}
