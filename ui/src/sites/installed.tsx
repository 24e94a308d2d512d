import { IconBox } from '@tabler/icons-react'
import { $api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { AssetStatus } from '@/assets/marks'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { NoRows, Row, Rows } from '@/kit/rows'
import { Skeleton } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import styles from './installed.module.css'

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
          <Rows>
            {assets.data.items.map((asset) => (
              <Row
                key={asset.id}
                icon={<IconBox size={18} stroke={1.75} aria-hidden />}
                title={
                  <Go to={paths.asset(asset.id)}>
                    <bdi>{asset.name}</bdi>
                  </Go>
                }
                note={[asset.code, asset.location?.name].filter(Boolean).join(' · ')}
                end={<AssetStatus status={asset.status} />}
              />
            ))}
          </Rows>
        ) : (
          <NoRows>{t('sites.nothing_installed')}</NoRows>
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
