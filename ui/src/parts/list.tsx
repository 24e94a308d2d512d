import { Button } from '@mantine/core'
import { IconBuildingWarehouse, IconPlus } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { DataTable, type TableColumn } from '@/kit/data_table'
import { Empty } from '@/kit/empty'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { FilterChips } from '@/kit/filter_chips'
import styles from '@/kit/list_page.module.css'
import { usePhone } from '@/kit/media'
import { PageHead } from '@/kit/page_head'
import { SearchField } from '@/kit/search_field'
import { SkeletonCards, SkeletonRows } from '@/kit/skeleton'
import { ViewTabs } from '@/kit/view_tabs'
import { formatMoney, formatNumber } from '@/lib/numbers'
import { compact, listed, readSort, writeSort } from '@/lib/search'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { useCan, useSession } from '@/shell/session'
import { PartCards } from './card'
import { StockText } from './marks'
import { type Part, useCategories, usePartPages, useStorerooms } from './queries'
import { isFiltered, type PartSearch } from './search'
import { unitWord } from './units'

const views = ['all', 'low', 'out'] as const

function usePartSearch() {
  const search = useSearch({ strict: false }) as PartSearch
  const navigate = useNavigate()
  const change = (next: Partial<PartSearch>, replace = false) =>
    void navigate({ to: paths.parts() as '/', search: compact({ ...search, ...next }) as never, replace })
  return { search, change }
}

export function PartsPage() {
  const t = useT()
  const manage = useCan('parts.manage')
  const { search, change } = usePartSearch()
  return (
    <>
      <PageHead title={t('parts.title')}>
        <Button
          component={Go}
          to={paths.stores()}
          variant="default"
          leftSection={<IconBuildingWarehouse size={17} aria-hidden />}
        >
          {t('parts.stores.title')}
        </Button>
        {manage && (
          <Button component={Go} to={paths.newPart()} leftSection={<IconPlus size={17} aria-hidden />}>
            {t('parts.new')}
          </Button>
        )}
      </PageHead>
      <ViewTabs
        label={t('parts.views')}
        tabs={views.map((id) => ({ id, label: t(`parts.view.${id}`) }))}
        active={search.stock ?? 'all'}
        href={(id) => (id === 'all' ? paths.parts() : `${paths.parts()}?stock=${id}`)}
        onOpen={(id) => change({ stock: id === 'all' ? undefined : id })}
      />
      <PartFilters />
      <Results />
    </>
  )
}

function PartFilters() {
  const t = useT()
  const phone = usePhone()
  const { search, change } = usePartSearch()
  const categories = useCategories()
  const storerooms = useStorerooms()
  const field = (
    <div className={styles.search}>
      <SearchField label={t('parts.search')} value={search.q ?? ''} onSearch={(q) => change({ q }, true)} />
    </div>
  )
  return (
    <>
      {phone && field}
      <FilterChips
        filters={[
          {
            name: 'category',
            label: t('parts.field.category'),
            selected: listed(search.category),
            options: (categories.data?.items ?? []).map(({ category, parts }) => ({
              value: category,
              label: `${category} (${parts})`,
            })),
            onChange: (values) => change({ category: values.join(',') }),
          },
          {
            name: 'storeroom',
            label: t('parts.field.storeroom'),
            selected: listed(search.storeroom_id),
            options: (storerooms.data?.items ?? []).map((room) => ({ value: room.id, label: room.name })),
            onChange: (values) => change({ storeroom_id: values.at(-1) }),
          },
          {
            name: 'archived',
            label: t('parts.field.archived'),
            selected: search.archived ? ['shown'] : [],
            options: [{ value: 'shown', label: t('parts.archived.shown') }],
            onChange: (values) => change({ archived: values.length ? true : undefined }),
          },
        ]}
        onClear={() => change({ category: undefined, storeroom_id: undefined, archived: undefined })}
      >
        {!phone && field}
      </FilterChips>
    </>
  )
}

function Results() {
  const t = useT()
  const locale = useLocale()
  const phone = usePhone()
  const manage = useCan('parts.manage')
  const { search, change } = usePartSearch()
  const pages = usePartPages(search)
  const retry = () => void pages.refetch()
  if (!pages.data) {
    if (pages.isError) return <ErrorState what={t('parts.the_parts')} {...problemProps(pages.error)} onRetry={retry} />
    return <div className={styles.results}>{phone ? <SkeletonCards /> : <SkeletonRows />}</div>
  }
  const parts = pages.data.pages.flatMap((page) => page.items)
  const more = () => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
  }
  if (!parts.length) {
    if (search.stock && !search.q && !search.category && !search.storeroom_id)
      return <Empty title={t('parts.enough.title')} text={t('parts.enough.text')} />
    if (isFiltered(search))
      return (
        <Empty
          art="search"
          title={t('parts.none.title')}
          text={t('parts.none.text')}
          action={
            <Button
              variant="default"
              onClick={() =>
                change({ q: undefined, category: undefined, storeroom_id: undefined, archived: undefined })
              }
            >
              {t('parts.none.action')}
            </Button>
          }
        />
      )
    return (
      <Empty
        title={t('parts.empty.title')}
        text={t('parts.empty.text')}
        action={
          manage && (
            <Button component={Go} to={paths.newPart()}>
              {t('parts.new')}
            </Button>
          )
        }
      />
    )
  }
  return (
    <>
      {pages.isError && <StaleBar since={new Date(pages.dataUpdatedAt)} locale={locale} onRetry={retry} />}
      <div className={styles.results}>
        {phone ? <PartCards parts={parts} onEnd={more} /> : <PartTable parts={parts} onEnd={more} />}
      </div>
    </>
  )
}

function PartTable({ parts, onEnd }: { parts: Part[]; onEnd: () => void }) {
  const t = useT()
  const locale = useLocale()
  const go = useGo()
  const { organization } = useSession()
  const { search, change } = usePartSearch()
  const columns = useMemo<TableColumn<Part>[]>(
    () => [
      { id: 'number', label: t('parts.field.number'), width: '120px', sortBy: 'number', cell: (part) => part.number },
      {
        id: 'name',
        label: t('parts.one'),
        width: 'minmax(220px, 1fr)',
        sortBy: 'name',
        main: true,
        cell: (part) => part.name,
        detail: (part) => part.category ?? part.manufacturer_part_number ?? '',
      },
      { id: 'bin', label: t('parts.field.bin'), width: '180px', cell: (part) => part.default_bin ?? '' },
      {
        id: 'stock',
        label: t('parts.field.on_hand'),
        width: '170px',
        sortBy: 'on_hand',
        cell: (part) => <StockText part={part} />,
      },
      {
        id: 'available',
        label: t('parts.field.available'),
        width: '90px',
        align: 'end',
        cell: (part) => formatNumber(part.available, locale, 6),
      },
      {
        id: 'minimum',
        label: t('parts.field.minimum'),
        width: '80px',
        align: 'end',
        cell: (part) =>
          part.minimum === null || part.minimum === undefined
            ? ''
            : `${formatNumber(part.minimum, locale, 6)} ${unitWord(part.unit, t)}`,
      },
      {
        id: 'value',
        label: t('parts.field.value'),
        width: '110px',
        align: 'end',
        hideBelow: 'wide',
        sortBy: 'value_minor',
        cell: (part) => formatMoney(part.value_minor, organization.currency, locale),
      },
    ],
    [t, locale, organization.currency],
  )
  return (
    <DataTable
      label={t('parts.title')}
      rows={parts}
      columns={columns}
      rowId={(part) => part.id}
      rowHref={(part) => paths.part(part.id)}
      onOpen={(id) => void go(paths.part(id))}
      sort={readSort(search.sort) ?? { by: 'number', direction: 'asc' }}
      onSort={(sort) => change({ sort: writeSort(sort) })}
      onEnd={onEnd}
    />
  )
}
