import { IconMapPin } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { NoRows, Row, Rows } from '@/kit/rows'
import { Skeleton } from '@/kit/skeleton'
import { formatDay } from '@/lib/dates'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { type Asset, useInstallations } from './queries'

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
        <Rows>
          {installations.data.items.map((one) => (
            <Row
              key={one.id}
              icon={<IconMapPin size={18} stroke={1.75} aria-hidden />}
              title={
                <Go to={paths.location(one.location.id)}>
                  <bdi>{one.location.path.join(' › ')}</bdi>
                </Go>
              }
              note={
                one.removed_at
                  ? t('assets.installations.between', { from: day(one.installed_at), to: day(one.removed_at) })
                  : t('assets.installations.since', { from: day(one.installed_at) })
              }
            />
          ))}
        </Rows>
      ) : (
        <NoRows>{t('assets.installations.none')}</NoRows>
      )}
    </Card>
  )
}
