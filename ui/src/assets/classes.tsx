import { Button } from '@mantine/core'
import { IconBooks, IconPlus, IconShape } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { PageHead } from '@/kit/page_head'
import { SkeletonRows } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { Go } from '@/shell/go'
import { useCan } from '@/shell/session'
import styles from './classes.module.css'
import { type AssetClass, useAssetClasses } from './queries'

const ClassSheet = lazy(() => import('./class_sheet'))
const LibrarySheet = lazy(() => import('./library_sheet'))

/** A class goes below the one it inherits from. */
const inOrder = (classes: readonly AssetClass[]) =>
  [...classes].sort((a, b) => a.path.join('\u0000').localeCompare(b.path.join('\u0000')))

export function AssetClassesPage() {
  const t = useT()
  const manage = useCan('assets.manage')
  const classes = useAssetClasses()
  const [edited, setEdited] = useState<AssetClass | 'new'>()
  const [library, setLibrary] = useState(false)
  const add = manage && (
    <>
      <Button
        variant="default"
        leftSection={<IconBooks size={17} stroke={1.75} aria-hidden />}
        onClick={() => setLibrary(true)}
      >
        {t('assets.library.action')}
      </Button>
      <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setEdited('new')}>
        {t('assets.class.new')}
      </Button>
    </>
  )
  return (
    <>
      <PageHead
        title={t('assets.classes')}
        facts={t('assets.class.hint')}
        back={<Back to={paths.assets()}>{t('assets.title')}</Back>}
      >
        {add}
      </PageHead>
      <div className={styles.page}>
        {classes.data ? (
          classes.data.items.length ? (
            <Card flush>
              <ul className={styles.list}>
                {inOrder(classes.data.items).map((one) => (
                  <ClassRow key={one.id} one={one} onEdit={manage ? () => setEdited(one) : undefined} />
                ))}
              </ul>
            </Card>
          ) : (
            <Empty title={t('assets.class.empty_title')} text={t('assets.class.empty_text')} action={add} />
          )
        ) : classes.isError ? (
          <ErrorState
            what={t('assets.the_classes')}
            {...problemProps(classes.error)}
            onRetry={() => void classes.refetch()}
          />
        ) : (
          <SkeletonRows />
        )}
      </div>
      <Suspense>
        {library && <LibrarySheet onClose={() => setLibrary(false)} />}
        {edited && (
          <ClassSheet {...(edited !== 'new' && { edited })} onClose={() => setEdited(undefined)} key={String(edited)} />
        )}
      </Suspense>
    </>
  )
}

function ClassRow({ one, onEdit }: { one: AssetClass; onEdit: (() => void) | undefined }) {
  const t = useT()
  const attributes = [...one.inherited, ...one.attributes].map((attribute) => attribute.name)
  return (
    <li style={{ paddingInlineStart: 18 + (one.path.length - 1) * 22 }}>
      <IconShape size={18} stroke={1.75} aria-hidden />
      <span className={styles.words}>
        <b dir="auto">{one.name}</b>
        <small dir="auto">{[one.code, ...attributes].join(' · ')}</small>
      </span>
      {one.assets > 0 && (
        <Go to={paths.assets()} search={{ class_id: one.id }} className={styles.count}>
          {t('assets.class.count', { count: one.assets })}
        </Go>
      )}
      {onEdit && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('assets.class.edit_one', { name: one.name })}
          onClick={onEdit}
        >
          {t('assets.edit')}
        </Button>
      )}
    </li>
  )
}
