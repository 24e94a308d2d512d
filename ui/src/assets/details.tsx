import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Details, type Entry, RecordText } from '@/kit/record'
import { NoRows } from '@/kit/rows'
import { formatDay, fromDateField } from '@/lib/dates'
import { formatMoney, formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { useSession } from '@/shell/session'
import { type Asset, useAssetClasses } from './queries'
import styles from './record.module.css'

/** Picture, description, and what is known about the thing itself. Empty fields are left out. */
export function DetailsCard({ asset }: { asset: Asset }) {
  const t = useT()
  const locale = useLocale()
  const { organization } = useSession()
  const now = new Date()
  const day = (value: string | null | undefined) => {
    const at = value ? fromDateField(value) : null
    return at && formatDay(at, locale, now)
  }
  const above = asset.path.at(-1)
  const rows: Entry[] = [
    [t('assets.field.class'), asset.class_name],
    [t('assets.field.parent'), above && <Go to={paths.asset(above.id)}>{`${above.name} · ${above.code}`}</Go>],
    [t('assets.field.aliases'), asset.aliases.join(', ')],
    [t('assets.field.manufacturer'), asset.manufacturer],
    [t('assets.field.model'), asset.model],
    [t('assets.field.serial_number'), asset.serial_number],
    ...asset.identities.map((one): Entry => [one.system, one.external_id]),
    [t('assets.field.purchase_on'), day(asset.purchase_on)],
    [t('assets.field.commissioned_on'), day(asset.commissioned_on)],
    [t('assets.field.warranty_until'), day(asset.warranty_until)],
    [
      t('assets.field.replacement_value_minor'),
      asset.replacement_value_minor && formatMoney(asset.replacement_value_minor, organization.currency, locale),
    ],
    ...useAttributeRows(asset),
  ]
  const known = rows.filter(([, value]) => value).length > 0
  return (
    <Card title={t('assets.details')}>
      {asset.photo_id && (
        <img
          className={styles.photo}
          src={`/api/v1/assets/${asset.id}/files/${asset.photo_id}`}
          alt={t('assets.photo_of', { name: asset.name })}
          loading="lazy"
        />
      )}
      {asset.description && <RecordText>{asset.description}</RecordText>}
      {known ? <Details entries={rows} /> : <NoRows>{t('assets.details_none')}</NoRows>}
    </Card>
  )
}

/** Values of the class's attributes, with their units. */
function useAttributeRows(asset: Asset): Entry[] {
  const t = useT()
  const locale = useLocale()
  const classes = useAssetClasses()
  const found = classes.data?.items.find((one) => one.id === asset.class_id)
  const units = new Map([...(found?.inherited ?? []), ...(found?.attributes ?? [])].map((one) => [one.name, one]))
  return Object.entries(asset.attributes as Record<string, unknown>).map(([name, value]) => {
    const unit = units.get(name)?.unit
    if (typeof value === 'boolean') return [name, t(value ? 'assets.yes' : 'assets.no')]
    if (typeof value === 'number') return [name, [formatNumber(value, locale, 6), unit].filter(Boolean).join(' ')]
    const date = units.get(name)?.kind === 'date' ? fromDateField(String(value)) : null
    return [name, date ? formatDay(date, locale, new Date()) : String(value ?? '')]
  })
}
