import { Button } from '@mantine/core'
import { IconPlus, IconWalk } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { DataTable, type TableColumn } from '@/kit/data_table'
import { Empty } from '@/kit/empty'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { FilterChips } from '@/kit/filter_chips'
import { usePhone } from '@/kit/media'
import { PageHead } from '@/kit/page_head'
import { SearchField } from '@/kit/search_field'
import { SkeletonCards, SkeletonRows } from '@/kit/skeleton'
import { formatNumber } from '@/lib/numbers'
import { compact, listed, readSort, writeSort } from '@/lib/search'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { MeterCards } from './cards'
import styles from './list.module.css'
import { ConditionMark, LatestText } from './marks'
import { type Meter, useMeterPages } from './queries'
import { isFiltered, kinds, levels, type MeterSearch } from './search'
import { unitWord } from './units'

function useMeterSearch() {
  const search = useSearch({ strict: false }) as MeterSearch
  const navigate = useNavigate()
  const change = (next: Partial<MeterSearch>, replace = false) =>
    void navigate({ to: paths.meters() as '/', search: compact({ ...search, ...next }) as never, replace })
  return { search, change }
}

export function MetersPage() {
  const t = useT()
  const phone = usePhone()
  const manage = useCan('meters.manage')
  const record = useCan('meters.record')
  const { search, change } = useMeterSearch()
  const field = (
    <div className={styles.search}>
      <SearchField label={t('meters.search')} value={search.q ?? ''} onSearch={(q) => change({ q }, true)} />
    </div>
  )
  return (
    <>
      <PageHead title={t('meters.title')}>
        {record && (
          <Button
            component={Go}
            to={paths.meterRound()}
            variant={manage ? 'default' : 'filled'}
            leftSection={<IconWalk size={17} aria-hidden />}
          >
            {t('meters.round.start')}
          </Button>
        )}
        {manage && (
          <Button component={Go} to={paths.newMeter()} leftSection={<IconPlus size={17} aria-hidden />}>
            {t('meters.new')}
          </Button>
        )}
      </PageHead>
      {phone && field}
      <FilterChips
        filters={[
          {
            name: 'condition',
            label: t('meters.field.condition'),
            selected: listed(search.condition),
            options: levels.map((level) => ({
              value: level,
              label: t(`meters.level.${level}`),
              display: <ConditionMark level={level} />,
            })),
            onChange: (values) => change({ condition: values.join(',') }),
          },
          {
            name: 'kind',
            label: t('meters.field.kind'),
            selected: listed(search.kind),
            options: kinds.map((kind) => ({ value: kind, label: t(`meters.kind.${kind}`) })),
            onChange: (values) => change({ kind: values.join(',') }),
          },
          {
            name: 'archived',
            label: t('meters.archived.chip'),
            selected: search.archived ? ['shown'] : [],
            options: [{ value: 'shown', label: t('meters.archived.shown') }],
            onChange: (values) => change({ archived: values.length ? true : undefined }),
          },
        ]}
        onClear={() => change({ kind: undefined, condition: undefined, archived: undefined })}
      >
        {!phone && field}
      </FilterChips>
      <Results />
    </>
  )
}

function Results() {
  const t = useT()
  const locale = useLocale()
  const phone = usePhone()
  const manage = useCan('meters.manage')
  const { search, change } = useMeterSearch()
  const pages = useMeterPages(search)
  const retry = () => void pages.refetch()
  if (!pages.data) {
    if (pages.isError)
      return <ErrorState what={t('meters.the_meters')} {...problemProps(pages.error)} onRetry={retry} />
    return <div className={styles.results}>{phone ? <SkeletonCards /> : <SkeletonRows />}</div>
  }
  const meters = pages.data.pages.flatMap((page) => page.items)
  const more = () => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
  }
  if (!meters.length)
    return isFiltered(search) ? (
      <Empty
        art="search"
        title={t('meters.none.title')}
        text={t('meters.none.text')}
        action={
          <Button
            variant="default"
            onClick={() =>
              change({
                q: undefined,
                kind: undefined,
                condition: undefined,
                asset_id: undefined,
                site_id: undefined,
                location_id: undefined,
                archived: undefined,
              })
            }
          >
            {t('meters.none.action')}
          </Button>
        }
      />
    ) : (
      <Empty
        title={t('meters.empty.title')}
        text={t('meters.empty.text')}
        action={
          manage && (
            <Button component={Go} to={paths.newMeter()}>
              {t('meters.new')}
            </Button>
          )
        }
      />
    )
  return (
    <>
      {pages.isError && <StaleBar since={new Date(pages.dataUpdatedAt)} locale={locale} onRetry={retry} />}
      <div className={styles.results}>
        {phone ? <MeterCards meters={meters} onEnd={more} /> : <MeterTable meters={meters} onEnd={more} />}
      </div>
    </>
  )
}

function MeterTable({ meters, onEnd }: { meters: Meter[]; onEnd: () => void }) {
  const t = useT()
  const locale = useLocale()
  const go = useGo()
  const { search, change } = useMeterSearch()
  const columns: TableColumn<Meter>[] = useMemo(
    () => [
      { id: 'code', label: t('meters.field.code'), width: '90px', sortBy: 'code', cell: (meter) => meter.code },
      {
        id: 'name',
        label: t('meters.one'),
        width: 'minmax(240px, 1fr)',
        sortBy: 'name',
        main: true,
        cell: (meter) => meter.name,
        detail: (meter) => meter.asset ?? meter.path.join(' › '),
      },
      {
        id: 'kind',
        label: t('meters.field.kind'),
        width: '130px',
        hideBelow: 'wide',
        cell: (meter) => t(`meters.kind.${meter.kind}`),
      },
      { id: 'latest', label: t('meters.field.latest'), width: '190px', cell: (meter) => <LatestText meter={meter} /> },
      {
        id: 'average',
        label: t('meters.field.average'),
        width: '130px',
        align: 'end',
        hideBelow: 'wide',
        cell: (meter) =>
          typeof meter.average_per_day === 'number'
            ? `${formatNumber(meter.average_per_day, locale, 1)} ${unitWord(meter.unit)}`
            : '',
      },
      {
        id: 'condition',
        label: t('meters.field.condition'),
        width: '120px',
        cell: (meter) => <ConditionMark level={meter.condition} />,
      },
      {
        id: 'round',
        label: t('meters.field.round_position'),
        width: '90px',
        align: 'end',
        sortBy: 'round',
        hideBelow: 'wide',
        cell: (meter) => meter.round_position ?? '',
      },
    ],
    [t, locale],
  )
  return (
    <DataTable
      label={t('meters.title')}
      rows={meters}
      columns={columns}
      rowId={(meter) => meter.id}
      rowHref={(meter) => paths.meter(meter.id)}
      onOpen={(id) => void go(paths.meter(id))}
      sort={readSort(search.sort) ?? { by: 'code', direction: 'asc' }}
      onSort={(sort) => change({ sort: writeSort(sort) })}
      onEnd={onEnd}
    />
  )
}
