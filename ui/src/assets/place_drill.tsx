import { IconArrowLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { SkeletonCards } from '@/kit/skeleton'
import { branchOptions, locationOptions, sitesOptions } from '@/sites/queries'
import styles from './place_drill.module.css'
import { useAssetSearch } from './use_asset_search'

/** On a phone: one level of places at a time, down to the asset. */
export function PlaceDrill() {
  const t = useT()
  const { search, change } = useAssetSearch()
  const sites = useQuery(sitesOptions())
  const onlySite = sites.data?.items.length === 1 ? sites.data.items[0]?.id : undefined
  const siteId = search.site_id ?? onlySite
  const here = useQuery({ ...locationOptions(search.location_id ?? ''), enabled: Boolean(search.location_id) })
  const below = useQuery({
    ...branchOptions({ siteId: siteId ?? '', parentId: search.location_id }),
    enabled: Boolean(siteId),
  })
  const failed = sites.isError ? sites : below.isError ? below : undefined
  if (failed)
    return (
      <ErrorState what={t('assets.the_places')} {...problemProps(failed.error)} onRetry={() => void failed.refetch()} />
    )
  if (!sites.data || (siteId && !below.data)) return <SkeletonCards cards={5} height={56} />

  const site = sites.data.items.find((one) => one.id === siteId)
  const places = siteId
    ? (below.data?.items ?? []).map((place) => ({
        id: place.id,
        name: place.name,
        open: () => change({ site_id: siteId, location_id: place.id }),
      }))
    : sites.data.items.map((one) => ({ id: one.id, name: one.name, open: () => change({ site_id: one.id }) }))
  const up = search.location_id
    ? () => change({ location_id: here.data?.parent_id ?? undefined })
    : search.site_id && !onlySite
      ? () => change({ site_id: undefined })
      : undefined
  const title = search.location_id ? here.data?.name : (site?.name ?? t('assets.tree.places'))
  return (
    <nav className={styles.drill} aria-label={t('assets.tree.places')}>
      {up ? (
        <button type="button" className={styles.up} onClick={up}>
          <IconArrowLeft size={20} aria-hidden />
          <span dir="auto">{title}</span>
        </button>
      ) : (
        <h2>{title}</h2>
      )}
      {places.length > 0 && (
        <ul>
          {places.map((place) => (
            <li key={place.id}>
              <button type="button" onClick={place.open}>
                <span dir="auto">{place.name}</span>
                <IconChevronRight size={20} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </nav>
  )
}
