import { IconTool } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { formatDay } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import type { PartDetail } from './queries'
import record from './record.module.css'
import styles from './rows.module.css'
import { unitWord } from './units'

/** Assets whose orders have used the part. */
export function UseCard({ part }: { part: PartDetail }) {
  const t = useT()
  const locale = useLocale()
  const now = new Date()
  return (
    <Card title={t('parts.used_on')}>
      {part.used_on?.length ? (
        <ul className={styles.rows}>
          {part.used_on.map((use) => (
            <li key={use.asset_id ?? 'none'}>
              <span className={styles.icon}>
                <IconTool size={18} stroke={1.75} aria-hidden />
              </span>
              <span className={styles.words}>
                {use.asset_id ? (
                  <Go to={paths.asset(use.asset_id)} className={styles.link}>
                    <bdi>{use.asset_name}</bdi>
                  </Go>
                ) : (
                  <b>{t('parts.no_asset')}</b>
                )}
                <small className="num">
                  {[
                    use.asset_code,
                    t('parts.orders', { count: use.work_orders }),
                    formatDay(new Date(use.last_used_at), locale, now),
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </span>
              <span className={record.amount}>
                {formatNumber(use.quantity, locale, 6)} {unitWord(part.unit, t)}
              </span>
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.none}>{t('parts.used_none')}</p>
      )}
    </Card>
  )
}
