import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Details, type Entry, Facts, RecordName, RecordText } from '@/kit/record'
import { formatMoney, formatNumber } from '@/lib/numbers'
import { useSession } from '@/shell/session'
import { StockText } from './marks'
import type { PartDetail } from './queries'
import { unitWord } from './units'

/** How much there is, what it is worth, and what it is. */
export function PartFacts({ part }: { part: PartDetail }) {
  const t = useT()
  const locale = useLocale()
  const { organization } = useSession()
  const money = (minor: number) => formatMoney(minor, organization.currency, locale)
  const quantity = (value: number) => `${formatNumber(value, locale, 6)} ${unitWord(part.unit, t)}`
  const figures: Entry[] = [
    [t('parts.field.on_hand'), <StockText key="stock" part={part} />],
    [t('parts.field.available'), quantity(part.available)],
    [
      t('parts.field.minimum'),
      part.minimum === null || part.minimum === undefined ? t('parts.minimum_none') : quantity(part.minimum),
    ],
    [t('parts.field.value'), money(part.value_minor)],
  ]
  const rows: Entry[] = [
    [t('parts.field.average_price'), money(part.average_price_minor)],
    [t('parts.field.category'), part.category],
    [t('parts.field.bin'), part.default_bin],
    [t('parts.field.manufacturer_part_number'), part.manufacturer_part_number],
    [t('parts.field.barcode'), part.barcode],
    [t('parts.field.aliases'), part.aliases.join(', ')],
  ]
  return (
    <Card>
      <RecordName>{part.name}</RecordName>
      <Facts entries={figures} />
      {part.description && <RecordText>{part.description}</RecordText>}
      <Details entries={rows} />
    </Card>
  )
}
