import { Button } from '@mantine/core'
import { IconArchive, IconArrowLeft, IconClipboardPlus, IconQrcode } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { Problem, problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Empty } from '@/kit/empty'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { PageHead } from '@/kit/page_head'
import { SkeletonCards } from '@/kit/skeleton'
import { formatDay } from '@/lib/dates'
import { MetersCard } from '@/meters/card'
import { paths } from '@/paths'
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

export function AssetPage() {
  const t = useT()
  const locale = useLocale()
  const { id = '' } = useParams({ strict: false })
  const asset = useAsset(id)
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
        <div className={styles.page}>
          {asset.isError ? (
            <ErrorState
              what={t('assets.the_asset')}
              {...problemProps(asset.error)}
              onRetry={() => void asset.refetch()}
            />
          ) : (
            <SkeletonCards cards={3} height={180} />
          )}
        </div>
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
      <div className={styles.page}>
        <div className={styles.main}>
          <FactsCard asset={asset.data} />
          <MetersCard assetId={asset.data.id} />
          <OrdersCard asset={asset.data} />
          <HistoryCard id={asset.data.id} />
        </div>
        <div className={styles.side}>
          <DetailsCard asset={asset.data} />
          <BelowCard asset={asset.data} />
          <InstallationsCard asset={asset.data} />
          <FilesCard asset={asset.data} />
        </div>
      </div>
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
        back={
          <Go to={paths.assets()} className={styles.back}>
            <IconArrowLeft size={16} aria-hidden />
            {t('assets.title')}
          </Go>
        }
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
    <div className={styles.archived} role="status">
      <IconArchive size={18} aria-hidden />
      <span>
        {t('assets.archived.since', { day: formatDay(new Date(asset.archived_at ?? ''), locale, new Date()) })}
      </span>
      {manage && (
        <Button size="compact-sm" variant="default" onClick={() => restore.mutate()}>
          {t('assets.archived.restore')}
        </Button>
      )}
    </div>
  )
}
