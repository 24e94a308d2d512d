import { useMemo } from 'react'
import { useT } from '@/i18n'
import { DataTable, type TableColumn } from '@/kit/data_table'
import { readSort, writeSort } from '@/lib/search'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { AssetCriticality, AssetStatus } from './marks'
import type { Asset } from './queries'
import { useAssetSearch } from './use_asset_search'

const placeOf = (asset: Asset) => asset.location?.path.join(' › ') ?? ''

export function AssetTable({ assets, onEnd }: { assets: Asset[]; onEnd: () => void }) {
  const t = useT()
  const go = useGo()
  const { search, change } = useAssetSearch()
  const columns = useMemo<TableColumn<Asset>[]>(
    () => [
      { id: 'code', label: t('assets.field.code'), width: '84px', sortBy: 'code', cell: (asset) => asset.code },
      {
        id: 'name',
        label: t('assets.one'),
        width: 'minmax(180px, 1fr)',
        sortBy: 'name',
        main: true,
        cell: (asset) => asset.name,
        detail: (asset) => placeOf(asset) || t('assets.in_store'),
      },
      {
        id: 'class',
        label: t('assets.field.class'),
        width: '116px',
        hideBelow: 'wide',
        cell: (asset) => asset.class_name ?? '',
      },
      {
        id: 'status',
        label: t('assets.field.status'),
        width: '124px',
        cell: (asset) => <AssetStatus status={asset.status} />,
      },
      {
        id: 'criticality',
        label: t('assets.field.criticality'),
        width: '88px',
        sortBy: 'criticality',
        cell: (asset) => <AssetCriticality criticality={asset.criticality} />,
      },
      {
        id: 'open',
        label: t('assets.open_work'),
        width: '74px',
        align: 'end',
        cell: (asset) => asset.open_work_orders || '',
      },
    ],
    [t],
  )
  return (
    <DataTable
      label={t('assets.title')}
      rows={assets}
      columns={columns}
      rowId={(asset) => asset.id}
      rowHref={(asset) => paths.asset(asset.id)}
      onOpen={(id) => void go(paths.asset(id))}
      sort={readSort(search.sort) ?? { by: 'code', direction: 'asc' }}
      onSort={(sort) => change({ sort: writeSort(sort) })}
      onEnd={onEnd}
    />
  )
}
