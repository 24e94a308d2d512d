import { IconBox } from '@tabler/icons-react'
import { useQueries } from '@tanstack/react-query'
import { AssetStatus } from '@/assets/marks'
import { assetOptions } from '@/assets/queries'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Details, type Entry } from '@/kit/record'
import { NoRows, Row, Rows } from '@/kit/rows'
import { formatMinutes } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { WorkOrderPriority } from '@/work_orders/marks'
import { type Plan, usePeople } from './queries'

/** What the plan's orders look like. */
export function TemplateCard({ plan }: { plan: Plan }) {
  const t = useT()
  const locale = useLocale()
  const people = usePeople()
  const { template } = plan
  const names = (people.data?.items ?? [])
    .filter((person) => template.assignee_ids?.includes(person.id))
    .map((person) => person.name)
  const rows: Entry[] = [
    [t('preventive.field.title'), template.title ?? plan.name],
    [t('preventive.field.priority'), template.priority && <WorkOrderPriority priority={template.priority} withLabel />],
    [t('preventive.field.estimate'), template.estimated_minutes && formatMinutes(template.estimated_minutes, locale)],
    [t('preventive.field.assignees'), names.join(', ')],
    [t('preventive.field.instructions'), template.description],
  ]
  return (
    <Card title={t('preventive.template')}>
      <Details entries={rows} />
    </Card>
  )
}

/** The assets that get an order each. */
export function CoveredCard({ plan }: { plan: Plan }) {
  const t = useT()
  const ids = plan.template.asset_ids ?? []
  const assets = useQueries({ queries: ids.map((id) => assetOptions(id)) })
  return (
    <Card title={t('preventive.field.assets')} hint={ids.length > 0 ? String(ids.length) : undefined}>
      {ids.length ? (
        <Rows>
          {assets.map((asset, index) => (
            <Row
              key={ids[index]}
              icon={<IconBox size={18} stroke={1.75} aria-hidden />}
              title={
                <Go to={paths.asset(ids[index] ?? '')}>
                  <bdi>{asset.data?.name ?? t('kit.loading')}</bdi>
                </Go>
              }
              note={asset.data?.code}
              end={asset.data && <AssetStatus status={asset.data.status} />}
            />
          ))}
        </Rows>
      ) : (
        <NoRows>{t('preventive.assets_none')}</NoRows>
      )}
    </Card>
  )
}
