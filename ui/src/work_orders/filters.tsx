import { IconCalendarEvent, IconLayoutKanban, IconList } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { $api } from '@/api/client'
import { useT } from '@/i18n'
import { type Filter, FilterChips } from '@/kit/filter_chips'
import { Segments } from '@/kit/segments'
import { useSingleKeys } from '@/kit/use_single_keys'
import { useCan, useSession } from '@/shell/session'
import { usePeople, useSites } from './data'
import { kindNames, priorityNames, statusNames, WorkOrderPriority, WorkOrderStatus } from './marks'
import { changed, type Filters, filterNames, filtersOf, type Layout, type ListSearch, layouts, listed } from './search'

const AssetPicker = lazy(() => import('./asset_picker'))

interface Props {
  search: ListSearch
  /** The view's own filters: what is chosen before anything is narrowed. */
  base: Filters
  /** What is shown, and what the view shows by itself. */
  layout: Layout
  own: Layout
  onChange: (search: ListSearch) => void
}

const dues = ['overdue', 'today', 'week', 'none'] as const

const drop = Object.fromEntries(filterNames.map((name) => [name, undefined]))

/** The name of the asset in the address, for its chip. */
function useAssetName(id: string | undefined) {
  const asset = $api.useQuery(
    'get',
    '/api/v1/assets/{id}',
    { params: { path: { id: id ?? '' } } },
    { enabled: id !== undefined },
  ).data
  return asset ? `${asset.name} · ${asset.code}` : undefined
}

function useFilters({ search, base, onChange }: Props, pickAsset: () => void): Filter[] {
  const t = useT()
  const { user } = useSession()
  const sites = useSites()
  const people = usePeople(useCan('people.view')).filter((person) => person.id !== user.id)
  const assetName = useAssetName(search.asset)
  const shown = { ...base, ...filtersOf(search) }
  const several = (name: keyof Filters) => ({
    name,
    selected: listed(name === 'status' && shown.status === 'active' ? undefined : shown[name]),
    onChange: (values: string[]) => onChange(changed(search, { [name]: values.join(',') })),
  })
  const single = (name: keyof Filters) => ({
    ...several(name),
    onChange: (values: string[]) => onChange(changed(search, { [name]: values.at(-1) })),
  })
  return [
    {
      ...several('status'),
      label: t('work_orders.field.status'),
      options: statusNames.map((value) => ({
        value,
        label: t(`work_orders.status.${value}`),
        display: <WorkOrderStatus status={value} />,
      })),
    },
    {
      ...several('priority'),
      label: t('work_orders.field.priority'),
      options: priorityNames.map((value) => ({
        value,
        label: t(`work_orders.priority.${value}`),
        display: <WorkOrderPriority priority={value} withLabel />,
      })),
    },
    {
      ...several('kind'),
      label: t('work_orders.field.kind'),
      options: kindNames.map((value) => ({ value, label: t(`work_orders.kind.${value}`) })),
    },
    {
      ...single('assignee'),
      label: t('work_orders.field.assignee_ids'),
      options: [
        { value: 'me', label: t('work_orders.assignee.me') },
        { value: 'none', label: t('kit.nobody') },
        ...people.map((person) => ({ value: person.id, label: person.name })),
      ],
    },
    {
      ...single('asset'),
      label: t('work_orders.field.asset_id'),
      options: search.asset ? [{ value: search.asset, label: assetName ?? '…' }] : [],
      onPick: pickAsset,
    },
    {
      ...single('due'),
      label: t('work_orders.field.due_at'),
      options: dues.map((value) => ({ value, label: t(`work_orders.due.${value}`) })),
    },
    ...(sites.length > 1
      ? [
          {
            ...single('site'),
            label: t('work_orders.field.site_id'),
            options: sites.map((site) => ({ value: site.id, label: site.name })),
          },
        ]
      : []),
  ]
}

/** Filter chips and the switch between list, board and calendar. Everything is in the address. */
export function FilterBar(props: Props) {
  const t = useT()
  const { search, layout, own, onChange } = props
  const [picking, setPicking] = useState(false)
  const filters = useFilters(props, () => setPicking(true))
  // What the view has by itself need not stand in the address.
  const lay = (next: Layout) => onChange(changed(search, { layout: next === own ? undefined : next }))
  useSingleKeys(layouts.map((next, index) => [String(index + 1), () => lay(next)]))
  return (
    <>
      <FilterChips
        filters={filters}
        active={Object.keys(filtersOf(search)).length > 0}
        onClear={() => onChange(changed(search, drop))}
      >
        <Segments<Layout>
          label={t('work_orders.layout.label')}
          value={layout}
          options={[
            { value: 'list', label: t('work_orders.layout.list'), icon: IconList },
            { value: 'board', label: t('work_orders.layout.board'), icon: IconLayoutKanban },
            { value: 'calendar', label: t('work_orders.layout.calendar'), icon: IconCalendarEvent },
          ]}
          onChange={lay}
        />
      </FilterChips>
      {picking && (
        <Suspense>
          <AssetPicker
            onClose={() => setPicking(false)}
            onPick={(asset) => onChange(changed(search, { asset: asset?.id }))}
            clearable={search.asset !== undefined}
          />
        </Suspense>
      )}
    </>
  )
}
