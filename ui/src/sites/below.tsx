import { IconMapPin } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { Skeleton } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { type Branch, branchOptions } from './queries'
import styles from './rows.module.css'

/** The places directly below. */
export function BelowCard({ branch }: { branch: Branch }) {
  const t = useT()
  const below = useQuery(branchOptions(branch))
  return (
    <Card title={t('sites.below')}>
      {below.data ? (
        below.data.items.length ? (
          <ul className={styles.rows}>
            {below.data.items.map((place) => (
              <li key={place.id}>
                <span className={styles.icon}>
                  <IconMapPin size={18} stroke={1.75} aria-hidden />
                </span>
                <span className={styles.words}>
                  <Go to={paths.location(place.id)} className={styles.link}>
                    <bdi>{place.name}</bdi>
                  </Go>
                  <small>
                    {[place.code, place.children > 0 && t('sites.count_below', { count: place.children })]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p className={styles.none}>{t('sites.none_below')}</p>
        )
      ) : below.isError ? (
        <ErrorState what={t('sites.the_places')} {...problemProps(below.error)} onRetry={() => void below.refetch()} />
      ) : (
        <Skeleton height={80} />
      )}
    </Card>
  )
}
