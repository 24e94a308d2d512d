import { IconTool } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { NoRows, Row, RowAmount, Rows } from '@/kit/rows'
import { formatDay } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import type { PartDetail } from './queries'
import { unitWord } from './units'

/** Assets whose orders have used the part. */
export function UseCard({ part }: { part: PartDetail }) {
  const t = useT()
  const locale = useLocale()
  const now = new Date()
  return (
    <Card title={t('parts.used_on')}>
      {part.used_on?.length ? (
        <Rows>
          {part.used_on.map((use) => (
            <Row
              key={use.asset_id ?? 'none'}
              icon={<IconTool size={18} stroke={1.75} aria-hidden />}
              title={
                use.asset_id ? (
                  <Go to={paths.asset(use.asset_id)}>
                    <bdi>{use.asset_name}</bdi>
                  </Go>
                ) : (
                  <b>{t('parts.no_asset')}</b>
                )
              }
              note={[
                use.asset_code,
                t('parts.orders', { count: use.work_orders }),
                formatDay(new Date(use.last_used_at), locale, now),
              ]
                .filter(Boolean)
                .join(' · ')}
              end={
                <RowAmount>
                  {formatNumber(use.quantity, locale, 6)} {unitWord(part.unit, t)}
                </RowAmount>
              }
            />
          ))}
        </Rows>
      ) : (
        <NoRows>{t('parts.used_none')}</NoRows>
      )}
    </Card>
  )
}
