import { Fragment, type ReactNode } from 'react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { formatMoney, formatNumber } from '@/lib/numbers'
import { useSession } from '@/shell/session'
import { StockText } from './marks'
import type { PartDetail } from './queries'
import styles from './record.module.css'
import { unitWord } from './units'

/** How much there is, what it is worth, and what it is. */
export function PartFacts({ part }: { part: PartDetail }) {
  const t = useT()
  const locale = useLocale()
  const { organization } = useSession()
  const money = (minor: number) => formatMoney(minor, organization.currency, locale)
  const quantity = (value: number) => `${formatNumber(value, locale, 6)} ${unitWord(part.unit, t)}`
  const figures: [string, ReactNode][] = [
    [t('parts.field.on_hand'), <StockText key="stock" part={part} />],
    [t('parts.field.available'), quantity(part.available)],
    [
      t('parts.field.minimum'),
      part.minimum === null || part.minimum === undefined ? t('parts.minimum_none') : quantity(part.minimum),
    ],
    [t('parts.field.value'), money(part.value_minor)],
  ]
  const rows: [string, ReactNode][] = [
    [t('parts.field.average_price'), money(part.average_price_minor)],
    [t('parts.field.category'), part.category],
    [t('parts.field.bin'), part.default_bin],
    [t('parts.field.manufacturer_part_number'), part.manufacturer_part_number],
    [t('parts.field.barcode'), part.barcode],
    [t('parts.field.aliases'), part.aliases.join(', ')],
  ]
  return (
    <Card>
      <p className={styles.name} dir="auto">
        {part.name}
      </p>
      <dl className={styles.facts}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="num">{value}</dd>
          </div>
        ))}
      </dl>
      {part.description && (
        <p className={styles.text} dir="auto">
          {part.description}
        </p>
      )}
      <dl className={styles.details}>
        {rows
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <Fragment key={label}>
              <dt>{label}</dt>
              <dd dir="auto">{value}</dd>
            </Fragment>
          ))}
      </dl>
    </Card>
  )
}
