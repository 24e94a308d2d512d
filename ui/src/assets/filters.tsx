import { useT } from '@/i18n'
import { FilterChips } from '@/kit/filter_chips'
import styles from '@/kit/list_page.module.css'
import { usePhone } from '@/kit/media'
import { SearchField } from '@/kit/search_field'
import { listed } from '@/lib/search'
import { AssetCriticality, AssetStatus } from './marks'
import { useAssetClasses } from './queries'
import { criticalities, statuses } from './search'
import { useAssetSearch } from './use_asset_search'

const joined = (values: readonly string[]) => values.join(',') || undefined

/** Words, status, criticality, class and archived ones; all of it in the address. */
export function AssetFilters() {
  const t = useT()
  const phone = usePhone()
  const { search, change } = useAssetSearch()
  const classes = useAssetClasses()
  const field = (
    <div className={styles.search}>
      <SearchField label={t('assets.search')} value={search.q ?? ''} onSearch={(q) => change({ q }, true)} />
    </div>
  )
  return (
    <>
      {phone && field}
      <FilterChips
        filters={[
          {
            name: 'status',
            label: t('assets.field.status'),
            selected: listed(search.status),
            options: statuses.map((status) => ({
              value: status,
              label: t(`assets.status.${status}`),
              display: <AssetStatus status={status} />,
            })),
            onChange: (values) => change({ status: joined(values) }),
          },
          {
            name: 'criticality',
            label: t('assets.field.criticality'),
            selected: listed(search.criticality),
            options: criticalities.map((criticality) => ({
              value: criticality,
              label: t(`assets.criticality.${criticality}`),
              display: <AssetCriticality criticality={criticality} />,
            })),
            onChange: (values) => change({ criticality: joined(values) }),
          },
          {
            name: 'class',
            label: t('assets.field.class'),
            selected: listed(search.class_id),
            options: (classes.data?.items ?? []).map((one) => ({ value: one.id, label: one.path.join(' › ') })),
            onChange: (values) => change({ class_id: values.at(-1) }),
          },
          {
            name: 'archived',
            label: t('assets.field.archived'),
            selected: search.archived ? ['shown'] : [],
            options: [{ value: 'shown', label: t('assets.archived.shown') }],
            onChange: (values) => change({ archived: values.length ? true : undefined }),
          },
        ]}
        onClear={() => change({ status: undefined, criticality: undefined, class_id: undefined, archived: undefined })}
      >
        {!phone && field}
      </FilterChips>
    </>
  )
}
