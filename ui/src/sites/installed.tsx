import { IconBox } from '@tabler/icons-react'
import { $api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { AssetStatus } from '@/assets/marks'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { Skeleton } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import styles from './rows.module.css'

interface Props {
  title: string
  filter: { site_id?: string; location_id?: string }
  /** Opens the whole list. */
  listSearch?: Record<string, string>
}

/** The assets at a place and below it. */
export function InstalledCard({ title, filter, listSearch = filter }: Props) {
  const t = useT()
  const assets = $api.useQuery('get', '/api/v1/assets', { params: { query: { ...filter, limit: 20 } } })
  return (
    <Card
      title={title}
      action={
        assets.data?.items.length ? (
          <Go to={paths.assets()} search={listSearch} className={styles.all}>
            {t('sites.open_list')}
          </Go>
        ) : undefined
      }
    >
      {assets.data ? (
        assets.data.items.length ? (
          <ul className={styles.rows}>
            {assets.data.items.map((asset) => (
              <li key={asset.id}>
                <span className={styles.icon}>
                  <IconBox size={18} stroke={1.75} aria-hidden />
                </span>
                <span className={styles.words}>
                  <Go to={paths.asset(asset.id)} className={styles.link}>
                    <bdi>{asset.name}</bdi>
                  </Go>
                  <small dir="auto">{[asset.code, asset.location?.name].filter(Boolean).join(' · ')}</small>
                </span>
                <AssetStatus status={asset.status} />
              </li>
            ))}
          </ul>
        ) : (
          <p className={styles.none}>{t('sites.nothing_installed')}</p>
        )
      ) : assets.isError ? (
        <ErrorState
          what={t('sites.the_assets')}
          {...problemProps(assets.error)}
          onRetry={() => void assets.refetch()}
        />
      ) : (
        <Skeleton height={80} />
      )}
    </Card>
  )
}
