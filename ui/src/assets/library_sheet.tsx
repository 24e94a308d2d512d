import { Button, Checkbox } from '@mantine/core'
import { useState } from 'react'
import { $api, api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { Sheet } from '@/kit/sheet'
import { SkeletonRows } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import styles from './classes.module.css'
import { assetKeys } from './queries'

const classKeys = [['get', '/api/v1/asset-classes'], ['get', '/api/v1/asset-classes/library'], ...assetKeys]

/** The classes that ship with the product: those that are missing are chosen, those that are there are shown as such. */
export default function LibrarySheet({ onClose }: { onClose: () => void }) {
  const t = useT()
  const library = $api.useQuery('get', '/api/v1/asset-classes/library')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const classes = library.data?.items ?? []
  const missing = classes.filter((one) => !one.present)
  const chosen = missing.filter((one) => !left.has(one.code)).map((one) => one.code)
  const add = useWrite(
    () => api.POST('/api/v1/asset-classes/library', { params: { query: { codes: chosen.join(',') } } }),
    {
      refresh: classKeys,
      onDone: (added) => {
        toast(t('assets.library.added', { count: added.items.length }))
        onClose()
      },
    },
  )
  const choose = (code: string, on: boolean) => {
    const next = new Set(left)
    if (on) next.delete(code)
    else next.add(code)
    setLeft(next)
  }
  const every = (on: boolean) => setLeft(new Set(on ? [] : missing.map((one) => one.code)))
  return (
    <Sheet
      opened
      onClose={onClose}
      width={520}
      title={t('assets.library.title')}
      footer={
        <Button loading={add.isPending} disabled={chosen.length === 0} onClick={() => add.mutate()}>
          {t('assets.library.add', { count: chosen.length })}
        </Button>
      }
    >
      {library.isError && !library.data ? (
        <ErrorState
          what={t('assets.the_classes')}
          {...problemProps(library.error)}
          onRetry={() => void library.refetch()}
        />
      ) : !library.data ? (
        <SkeletonRows />
      ) : (
        <>
          <p className={styles.inherited}>{missing.length ? t('assets.library.hint') : t('assets.library.complete')}</p>
          {missing.length > 1 && (
            <Checkbox
              className={styles.every}
              label={t('assets.library.all')}
              checked={chosen.length === missing.length}
              indeterminate={chosen.length > 0 && chosen.length < missing.length}
              onChange={(event) => every(event.currentTarget.checked)}
            />
          )}
          <ul className={styles.library} aria-label={t('assets.library.title')}>
            {classes.map((one) => (
              <li key={one.code}>
                <Checkbox
                  label={`${one.name} · ${one.code}`}
                  description={
                    one.present
                      ? t('assets.library.present')
                      : one.attributes.map((attribute) => attribute.name).join(' · ')
                  }
                  disabled={one.present}
                  checked={one.present || !left.has(one.code)}
                  onChange={(event) => choose(one.code, event.currentTarget.checked)}
                />
              </li>
            ))}
          </ul>
        </>
      )}
    </Sheet>
  )
}
