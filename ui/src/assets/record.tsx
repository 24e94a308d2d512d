import { Button } from '@mantine/core'
import { IconArchive, IconClipboardPlus, IconQrcode } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Problem, problemProps } from '@/api/problems'
import { useLocale, useT, withTexts } from '@/i18n'
import { Empty } from '@/kit/empty'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { PageHead } from '@/kit/page_head'
import { RecordColumns, RecordNote, RecordNotes } from '@/kit/record'
import { Skeleton, SkeletonCards } from '@/kit/skeleton'
import { formatDay } from '@/lib/dates'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { Go } from '@/shell/go'
import { useCan } from '@/shell/session'
import { AssetActions } from './actions'
import { BelowCard } from './below'
import { DetailsCard } from './details'
import { FactsCard } from './facts'
import { FilesCard } from './files'
import { HistoryCard } from './history'
import { InstallationsCard } from './installations'
import { OrdersCard } from './orders'
import { type Asset, useAsset } from './queries'
import styles from './record.module.css'
import { useArchiveAsset } from './use_archive'

const LabelSheet = lazy(() => import('./label_sheet'))
const MetersCard = lazy(() =>
  withTexts(
    'meters',
    import('@/meters/card').then(({ MetersCard }) => ({ default: MetersCard })),
  ),
)

export function AssetPage() {
  const t = useT()
  const locale = useLocale()
  const { id = '' } = useParams({ strict: false })
  const asset = useAsset(id)
  const meters = useCan('meters.view')
  if (!asset.data) {
    const failure: unknown = asset.error
    if (failure instanceof Problem && failure.status === 404) {
      const action = (
        <Button component={Go} to={paths.assets()} variant="default">
          {t('assets.all')}
        </Button>
      )
      return (
        <Empty heading="h1" art="search" title={t('assets.gone.title')} text={t('assets.gone.text')} action={action} />
      )
    }
    return (
      <>
        <PageHead title={t('assets.one')} />
        <RecordColumns>
          {asset.isError ? (
            <ErrorState
              what={t('assets.the_asset')}
              {...problemProps(asset.error)}
              onRetry={() => void asset.refetch()}
            />
          ) : (
            <SkeletonCards cards={3} height={180} />
          )}
        </RecordColumns>
      </>
    )
  }
  return (
    <>
      <Head asset={asset.data} />
      {asset.isError && (
        <StaleBar since={new Date(asset.dataUpdatedAt)} locale={locale} onRetry={() => void asset.refetch()} />
      )}
      {asset.data.archived_at && <ArchivedBar asset={asset.data} />}
      <RecordColumns
        side={
          <>
            <DetailsCard asset={asset.data} />
            <BelowCard asset={asset.data} />
            <InstallationsCard asset={asset.data} />
            <FilesCard asset={asset.data} />
          </>
        }
      >
        <FactsCard asset={asset.data} />
        {meters && (
          <Suspense fallback={<Skeleton height={140} radius={14} />}>
            <MetersCard assetId={asset.data.id} />
          </Suspense>
        )}
        <OrdersCard asset={asset.data} />
        <HistoryCard id={asset.data.id} />
      </RecordColumns>
    </>
  )
}

function Head({ asset }: { asset: Asset }) {
  const t = useT()
  const [label, setLabel] = useState(false)
  const report = useCan('work_orders.create')
  const place = asset.location?.path.join(' › ') ?? t('assets.in_store')
  return (
    <>
      <PageHead
        title={asset.name}
        pageTitle={asset.code}
        facts={`${asset.code} · ${place}`}
        back={<Back to={paths.assets()}>{t('assets.title')}</Back>}
      >
        <Button variant="default" leftSection={<IconQrcode size={17} aria-hidden />} onClick={() => setLabel(true)}>
          {t('assets.label.print')}
        </Button>
        {report && (
          <Button
            component={Go}
            to={paths.newWorkOrder()}
            search={{ asset: asset.id }}
            className={styles.onDesktop}
            leftSection={<IconClipboardPlus size={17} aria-hidden />}
          >
            {t('shell.new_work_order')}
          </Button>
        )}
        <AssetActions asset={asset} />
      </PageHead>
      {label && (
        <Suspense>
          <LabelSheet asset={asset} onClose={() => setLabel(false)} />
        </Suspense>
      )}
    </>
  )
}

function ArchivedBar({ asset }: { asset: Asset }) {
  const t = useT()
  const locale = useLocale()
  const manage = useCan('assets.manage')
  const { restore } = useArchiveAsset(asset)
  return (
    <RecordNotes>
      <RecordNote
        icon={<IconArchive size={18} aria-hidden />}
        action={
          manage && (
            <Button size="compact-sm" variant="default" onClick={() => restore.mutate()}>
              {t('assets.archived.restore')}
            </Button>
          )
        }
      >
        {t('assets.archived.since', { day: formatDay(new Date(asset.archived_at ?? ''), locale, new Date()) })}
      </RecordNote>
    </RecordNotes>
  )
}
