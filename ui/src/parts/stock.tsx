import { IconBox } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { NoRows, Row, RowAmount, Rows } from '@/kit/rows'
import { formatNumber } from '@/lib/numbers'
import type { PartDetail } from './queries'
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
        <Rows>
          {part.levels.map((level) => {
            const rule = rules.get(level.storeroom_id)
            return (
              <Row
                key={level.bin_id}
                icon={<IconBox size={18} stroke={1.75} aria-hidden />}
                title={<b>{level.bin}</b>}
                note={[
                  level.storeroom,
                  rule && t('parts.minimum_of', { quantity: formatNumber(rule.minimum, locale, 6) }),
                ]
                  .filter(Boolean)
                  .join(' · ')}
                end={
                  <RowAmount>
                    {formatNumber(level.quantity, locale, 6)} {unit}
                  </RowAmount>
                }
              />
            )
          })}
        </Rows>
      ) : (
        <NoRows>{t('parts.stock_none')}</NoRows>
      )}
    </Card>
  )
}
