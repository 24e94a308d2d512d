import { Button } from '@mantine/core'
import { IconAlertTriangle, IconFileText, IconShieldCheck } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Facts, RecordName, RecordNote } from '@/kit/record'
import { formatDay, formatInstant, fromDateField } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { useCan } from '@/shell/session'
import { AssetCriticality } from './marks'
import { type Asset, useDowntime } from './queries'
import styles from './record.module.css'
import { StatusSwitch } from './status_switch'

/** How it is, what is open, and the two things people come for. */
export function FactsCard({ asset }: { asset: Asset }) {
  const t = useT()
  const locale = useLocale()
  const now = new Date()
  const report = useCan('work_orders.create')
  const downtime = useDowntime(asset.id, now)
  const warranty = asset.warranty_until ? fromDateField(asset.warranty_until) : null
  return (
    <Card>
      <RecordName>{asset.name}</RecordName>
      <Facts
        entries={[
          [t('assets.field.status'), <StatusSwitch key="status" asset={asset} />],
          [t('assets.field.criticality'), <AssetCriticality key="criticality" criticality={asset.criticality} />],
          [
            t('assets.open_work'),
            <Go key="open" to={paths.workOrders()} search={{ asset: asset.id }} className={styles.figure}>
              {formatNumber(asset.open_work_orders, locale)}
            </Go>,
          ],
          [
            t('assets.downtime'),
            <span key="downtime" className={styles.figure}>
              {downtime.data ? formatNumber(downtime.data.total_seconds / 3600, locale, 1) : '–'}
              <small> h</small>
            </span>,
          ],
        ]}
      />
      {asset.state === 'down' && (
        <RecordNote tone="red" icon={<IconAlertTriangle size={18} aria-hidden />}>
          {t('assets.down_since', { at: formatInstant(new Date(asset.status_since), locale) })}
        </RecordNote>
      )}
      {asset.under_warranty && warranty && (
        <RecordNote tone="petrol" icon={<IconShieldCheck size={18} aria-hidden />}>
          {t('assets.warranty_until', { day: formatDay(warranty, locale, now) })}
        </RecordNote>
      )}
      <div className={styles.buttons}>
        {report && (
          <Button
            component={Go}
            to={paths.newWorkOrder()}
            search={{ asset: asset.id }}
            size="md"
            leftSection={<IconAlertTriangle size={20} aria-hidden />}
          >
            {t('assets.report')}
          </Button>
        )}
        <Button
          component="a"
          href="#files"
          size="md"
          variant="default"
          leftSection={<IconFileText size={20} aria-hidden />}
        >
          {t('assets.files.title')}
        </Button>
      </div>
    </Card>
  )
}
