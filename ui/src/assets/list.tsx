import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Empty } from '@/kit/empty'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { usePhone } from '@/kit/media'
import { PageHead } from '@/kit/page_head'
import { Segments } from '@/kit/segments'
import { SkeletonCards, SkeletonRows } from '@/kit/skeleton'
import { compact } from '@/lib/search'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { PlaceTree } from '@/sites/place_tree'
import { AssetTree } from './asset_tree'
import { AssetCards } from './card'
import { AssetFilters } from './filters'
import styles from './list.module.css'
import { PlaceDrill } from './place_drill'
import { type Asset, useAssetPages } from './queries'
import { Scope } from './scope'
import { isFiltered } from './search'
import { AssetTable } from './table'
import { useAssetSearch } from './use_asset_search'
import { useMoveAsset } from './use_move'

export function AssetsPage() {
  const t = useT()
  const phone = usePhone()
  const manage = useCan('assets.manage')
  const { search } = useAssetSearch()
  const newSearch = compact({ location_id: search.location_id, parent_id: search.parent })
  return (
    <>
      <PageHead title={t('assets.title')}>
        <Button component={Go} to={paths.assetClasses()} variant="default">
          {t('assets.classes')}
        </Button>
        {manage && (
          <Button
            component={Go}
            to={paths.newAsset()}
            search={newSearch}
            leftSection={<IconPlus size={17} aria-hidden />}
          >
            {t('assets.new')}
          </Button>
        )}
      </PageHead>
      <AssetFilters />
      {phone ? <PhoneList /> : <DesktopList />}
    </>
  )
}

function DesktopList() {
  const t = useT()
  const go = useGo()
  const { search, change } = useAssetSearch()
  const move = useMoveAsset()
  const manage = useCan('assets.manage')
  const tree = search.tree ?? 'places'
  const place = search.location_id
    ? ({ kind: 'location', id: search.location_id, siteId: search.site_id ?? '' } as const)
    : search.site_id
      ? ({ kind: 'site', id: search.site_id } as const)
      : undefined
  return (
    <div className={styles.panes}>
      <section className={styles.tree} aria-label={t('assets.tree.label')}>
        <Segments
          label={t('assets.tree.by')}
          value={tree}
          options={[
            { value: 'places', label: t('assets.tree.places') },
            { value: 'assets', label: t('assets.tree.assets') },
          ]}
          onChange={(value) =>
            change({
              tree: value === 'assets' ? 'assets' : undefined,
              parent: undefined,
              location_id: undefined,
              site_id: undefined,
            })
          }
        />
        <div className={styles.branches}>
          {tree === 'places' ? (
            <PlaceTree
              selected={place}
              onSelect={(picked) =>
                change(
                  picked.kind === 'site'
                    ? { site_id: picked.id, location_id: undefined }
                    : { site_id: picked.siteId, location_id: picked.id },
                )
              }
            />
          ) : (
            <AssetTree
              selected={search.parent}
              onSelect={(asset) => (asset.children ? change({ parent: asset.id }) : void go(paths.asset(asset.id)))}
              onMove={
                manage
                  ? (asset, to, from) =>
                      move.mutate({ id: asset.id, name: asset.name, to: to.id, toName: to.name, from })
                  : undefined
              }
            />
          )}
        </div>
      </section>
      <div className={styles.rows}>
        <Scope />
        <Results>{(assets, more) => <AssetTable assets={assets} onEnd={more} />}</Results>
      </div>
    </div>
  )
}

function PhoneList() {
  const { search } = useAssetSearch()
  const drilling = !isFiltered(search) && !search.parent
  return (
    <div className={styles.phone}>
      {drilling && <PlaceDrill />}
      {(!drilling || search.location_id || search.site_id) && (
        <Results>{(assets, more) => <AssetCards assets={assets} onEnd={more} />}</Results>
      )}
    </div>
  )
}

/** The states that a list can be in; `children` draws the rows. */
function Results({ children }: { children: (assets: Asset[], onEnd: () => void) => React.ReactNode }) {
  const t = useT()
  const locale = useLocale()
  const phone = usePhone()
  const manage = useCan('assets.manage')
  const { search, change } = useAssetSearch()
  const pages = useAssetPages(search)
  const retry = () => void pages.refetch()
  if (!pages.data) {
    if (pages.isError)
      return <ErrorState what={t('assets.the_assets')} {...problemProps(pages.error)} onRetry={retry} />
    return phone ? <SkeletonCards /> : <SkeletonRows />
  }
  const assets = pages.data.pages.flatMap((page) => page.items)
  const more = () => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
  }
  if (!assets.length) {
    const clear = () =>
      change({ q: undefined, status: undefined, criticality: undefined, class_id: undefined, archived: undefined })
    if (isFiltered(search)) {
      const action = (
        <Button variant="default" onClick={clear}>
          {t('assets.none.action')}
        </Button>
      )
      return <Empty art="search" title={t('assets.none.title')} text={t('assets.none.text')} action={action} />
    }
    const action = manage && (
      <Button component={Go} to={paths.newAsset()}>
        {t('assets.new')}
      </Button>
    )
    return <Empty title={t('assets.empty.title')} text={t('assets.empty.text')} action={action} />
  }
  return (
    <>
      {pages.isError && <StaleBar since={new Date(pages.dataUpdatedAt)} locale={locale} onRetry={retry} />}
      {children(assets, more)}
    </>
  )
}
