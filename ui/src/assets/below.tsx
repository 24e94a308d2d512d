import { Button } from '@mantine/core'
import { IconBox, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Skeleton } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { useCan } from '@/shell/session'
import { AssetStatus } from './marks'
import { type Asset, assetTreeOptions } from './queries'
import styles from './rows.module.css'

/** What is mounted on the asset. */
export function BelowCard({ asset }: { asset: Asset }) {
  const t = useT()
  const manage = useCan('assets.manage')
  const below = useQuery({ ...assetTreeOptions(asset.id), enabled: asset.children > 0 })
  if (!asset.children && !manage) return null
  return (
    <Card
      title={t('assets.below.title')}
      action={
        manage && (
          <Button
            component={Go}
            to={paths.newAsset()}
            search={{ parent_id: asset.id, ...(asset.location_id && { location_id: asset.location_id }) }}
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={15} aria-hidden />}
          >
            {t('assets.below.add')}
          </Button>
        )
      }
    >
      {!asset.children ? (
        <p className={styles.none}>{t('assets.below.none')}</p>
      ) : below.data ? (
        <ul className={styles.rows}>
          {below.data.items.map((child) => (
            <li key={child.id}>
              <span className={styles.icon}>
                <IconBox size={18} stroke={1.75} aria-hidden />
              </span>
              <span className={styles.words}>
                <Go to={paths.asset(child.id)} className={styles.link}>
                  <bdi>{child.name}</bdi>
                </Go>
                <small>{child.code}</small>
              </span>
              <AssetStatus status={child.status} />
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton height={80} />
      )}
    </Card>
  )
}
