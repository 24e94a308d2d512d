import { IconMapPin } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { NoRows, Row, Rows } from '@/kit/rows'
import { Skeleton } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { type Branch, branchOptions } from './queries'

/** The places directly below. */
export function BelowCard({ branch }: { branch: Branch }) {
  const t = useT()
  const below = useQuery(branchOptions(branch))
  return (
    <Card title={t('sites.below')}>
      {below.data ? (
        below.data.items.length ? (
          <Rows>
            {below.data.items.map((place) => (
              <Row
                key={place.id}
                icon={<IconMapPin size={18} stroke={1.75} aria-hidden />}
                title={
                  <Go to={paths.location(place.id)}>
                    <bdi>{place.name}</bdi>
                  </Go>
                }
                note={[place.code, place.children > 0 && t('sites.count_below', { count: place.children })]
                  .filter(Boolean)
                  .join(' · ')}
              />
            ))}
          </Rows>
        ) : (
          <NoRows>{t('sites.none_below')}</NoRows>
        )
      ) : below.isError ? (
        <ErrorState what={t('sites.the_places')} {...problemProps(below.error)} onRetry={() => void below.refetch()} />
      ) : (
        <Skeleton height={80} />
      )}
    </Card>
  )
}
