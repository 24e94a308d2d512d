import { Button } from '@mantine/core'
import { IconBox, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { NoRows, Row, Rows } from '@/kit/rows'
import { Skeleton } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { useCan } from '@/shell/session'
import { AssetStatus } from './marks'
import { type Asset, assetTreeOptions } from './queries'

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
        <NoRows>{t('assets.below.none')}</NoRows>
      ) : below.data ? (
        <Rows>
          {below.data.items.map((child) => (
            <Row
              key={child.id}
              icon={<IconBox size={18} stroke={1.75} aria-hidden />}
              title={
                <Go to={paths.asset(child.id)}>
                  <bdi>{child.name}</bdi>
                </Go>
              }
              note={child.code}
              end={<AssetStatus status={child.status} />}
            />
          ))}
        </Rows>
      ) : (
        <Skeleton height={80} />
      )}
    </Card>
  )
}
