import { CloseButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useT } from '@/i18n'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { locationOptions, siteOptions } from '@/sites/queries'
import styles from './list.module.css'
import { assetOptions } from './queries'
import { useAssetSearch } from './use_asset_search'

/** Says which branch of a tree the list is narrowed to, and leads to its page. */
export function Scope() {
  const t = useT()
  const { search, change } = useAssetSearch()
  const asset = useQuery({ ...assetOptions(search.parent ?? ''), enabled: Boolean(search.parent) })
  const location = useQuery({ ...locationOptions(search.location_id ?? ''), enabled: Boolean(search.location_id) })
  const site = useQuery({
    ...siteOptions(search.site_id ?? ''),
    enabled: Boolean(search.site_id && !search.location_id),
  })
  const found = search.parent
    ? asset.data && { words: t('assets.scope.below'), name: asset.data.name, to: paths.asset(asset.data.id) }
    : search.location_id
      ? location.data && {
          words: t('assets.scope.at'),
          name: location.data.path.join(' › '),
          to: paths.location(location.data.id),
        }
      : search.site_id
        ? site.data && { words: t('assets.scope.at'), name: site.data.name, to: paths.site(site.data.id) }
        : undefined
  if (!found) return null
  return (
    <div className={styles.scope}>
      <span>
        {found.words} <b dir="auto">{found.name}</b>
      </span>
      <Go to={found.to}>{t('assets.scope.open')}</Go>
      <CloseButton
        aria-label={t('assets.scope.everything')}
        onClick={() => change({ parent: undefined, location_id: undefined, site_id: undefined })}
      />
    </div>
  )
}
