import { IconBox } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { formatNumber } from '@/lib/numbers'
import type { PartDetail } from './queries'
import record from './record.module.css'
import styles from './rows.module.css'
import { unitWord } from './units'

/** What lies in each bin. */
export function StockCard({ part }: { part: PartDetail }) {
  const t = useT()
  const locale = useLocale()
  const unit = unitWord(part.unit, t)
  const rules = new Map(part.stocking.map((rule) => [rule.storeroom_id, rule]))
  return (
    <Card title={t('parts.stock_title')}>
      {part.levels.length ? (
        <ul className={styles.rows}>
          {part.levels.map((level) => {
            const rule = rules.get(level.storeroom_id)
            return (
              <li key={level.bin_id}>
                <span className={styles.icon}>
                  <IconBox size={18} stroke={1.75} aria-hidden />
                </span>
                <span className={styles.words}>
                  <b>{level.bin}</b>
                  <small>
                    {[
                      level.storeroom,
                      rule && t('parts.minimum_of', { quantity: formatNumber(rule.minimum, locale, 6) }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </small>
                </span>
                <span className={record.amount}>
                  {formatNumber(level.quantity, locale, 6)} {unit}
                </span>
              </li>
            )
          })}
        </ul>
      ) : (
        <p className={styles.none}>{t('parts.stock_none')}</p>
      )}
    </Card>
  )
}
