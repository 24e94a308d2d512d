import { IconMapPin } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Skeleton } from '@/kit/skeleton'
import { formatDay } from '@/lib/dates'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { type Asset, useInstallations } from './queries'
import styles from './rows.module.css'

/** Where it stands, and where it stood before. */
export function InstallationsCard({ asset }: { asset: Asset }) {
  const t = useT()
  const locale = useLocale()
  const installations = useInstallations(asset.id)
  const now = new Date()
  const day = (at: string) => formatDay(new Date(at), locale, now)
  return (
    <Card title={t('assets.installations.title')}>
      {!installations.data ? (
        <Skeleton height={60} />
      ) : installations.data.items.length ? (
        <ul className={styles.rows}>
          {installations.data.items.map((one) => (
            <li key={one.id}>
              <span className={styles.icon}>
                <IconMapPin size={18} stroke={1.75} aria-hidden />
              </span>
              <span className={styles.words}>
                <Go to={paths.location(one.location.id)} className={styles.link}>
                  <bdi>{one.location.path.join(' › ')}</bdi>
                </Go>
                <small className="num">
                  {one.removed_at
                    ? t('assets.installations.between', { from: day(one.installed_at), to: day(one.removed_at) })
                    : t('assets.installations.since', { from: day(one.installed_at) })}
                </small>
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.none}>{t('assets.installations.none')}</p>
      )}
    </Card>
  )
}
