import { Button } from '@mantine/core'
import { IconChartBar, IconPlus } from '@tabler/icons-react'
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
import { compact, listed, readSort, writeSort } from '@/lib/search'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { PlanCards } from './card'
import { ComplianceText, DayText, PlanState, useSentence } from './marks'
import { type Plan, usePlanPages } from './queries'
import { isFiltered, type PlanSearch, states } from './search'

function usePlanSearch() {
  const search = useSearch({ strict: false }) as PlanSearch
  const navigate = useNavigate()
  const change = (next: Partial<PlanSearch>, replace = false) =>
    void navigate({ to: paths.preventive() as '/', search: compact({ ...search, ...next }) as never, replace })
  return { search, change }
}

export function PlansPage() {
  const t = useT()
  const phone = usePhone()
  const manage = useCan('preventive.manage')
  const { search, change } = usePlanSearch()
  const field = (
    <div className={styles.search}>
      <SearchField label={t('preventive.search')} value={search.q ?? ''} onSearch={(q) => change({ q }, true)} />
    </div>
  )
  return (
    <>
      <PageHead title={t('preventive.title')}>
        <Button
          component={Go}
          to={paths.planForecast()}
          variant="default"
          leftSection={<IconChartBar size={17} aria-hidden />}
        >
          {t('preventive.forecast.title')}
        </Button>
        {manage && (
          <Button component={Go} to={paths.newPlan()} leftSection={<IconPlus size={17} aria-hidden />}>
            {t('preventive.new')}
          </Button>
        )}
      </PageHead>
      {phone && field}
      <FilterChips
        filters={[
          {
            name: 'state',
            label: t('preventive.field.state'),
            selected: listed(search.state),
            options: states.map((state) => ({
              value: state,
              label: t(`preventive.state.${state}`),
              display: <PlanState state={state} />,
            })),
            onChange: (values) => change({ state: values.join(',') }),
          },
          {
            name: 'archived',
            label: t('preventive.state.archived'),
            selected: search.archived ? ['shown'] : [],
            options: [{ value: 'shown', label: t('preventive.archived.shown') }],
            onChange: (values) => change({ archived: values.length ? true : undefined }),
          },
        ]}
        onClear={() => change({ state: undefined, archived: undefined })}
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
  const manage = useCan('preventive.manage')
  const { search, change } = usePlanSearch()
  const pages = usePlanPages(search)
  const retry = () => void pages.refetch()
  if (!pages.data) {
    if (pages.isError)
      return <ErrorState what={t('preventive.the_plans')} {...problemProps(pages.error)} onRetry={retry} />
    return <div className={styles.results}>{phone ? <SkeletonCards /> : <SkeletonRows />}</div>
  }
  const plans = pages.data.pages.flatMap((page) => page.items)
  const more = () => {
    if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage()
  }
  if (!plans.length)
    return isFiltered(search) ? (
      <Empty
        art="search"
        title={t('preventive.none.title')}
        text={t('preventive.none.text')}
        action={
          <Button
            variant="default"
            onClick={() => change({ q: undefined, state: undefined, asset_id: undefined, archived: undefined })}
          >
            {t('preventive.none.action')}
          </Button>
        }
      />
    ) : (
      <Empty
        title={t('preventive.empty.title')}
        text={t('preventive.empty.text')}
        action={
          manage && (
            <Button component={Go} to={paths.newPlan()}>
              {t('preventive.new')}
            </Button>
          )
        }
      />
    )
  return (
    <>
      {pages.isError && <StaleBar since={new Date(pages.dataUpdatedAt)} locale={locale} onRetry={retry} />}
      <div className={styles.results}>
        {phone ? <PlanCards plans={plans} onEnd={more} /> : <PlanTable plans={plans} onEnd={more} />}
      </div>
    </>
  )
}

function PlanTable({ plans, onEnd }: { plans: Plan[]; onEnd: () => void }) {
  const t = useT()
  const go = useGo()
  const say = useSentence()
  const { search, change } = usePlanSearch()
  const columns: TableColumn<Plan>[] = useMemo(
    () => [
      {
        id: 'number',
        label: t('preventive.field.number'),
        width: '90px',
        sortBy: 'number',
        cell: (plan) => plan.number,
      },
      {
        id: 'name',
        label: t('preventive.one'),
        width: 'minmax(260px, 1fr)',
        sortBy: 'name',
        main: true,
        cell: (plan) => plan.name,
        detail: (plan) => say(plan.summary),
      },
      {
        id: 'assets',
        label: t('preventive.field.assets'),
        width: '90px',
        align: 'end',
        hideBelow: 'wide',
        cell: (plan) => plan.template.asset_ids?.length || '',
      },
      {
        id: 'state',
        label: t('preventive.field.state'),
        width: '120px',
        cell: (plan) => <PlanState state={plan.state} />,
      },
      {
        id: 'next',
        label: t('preventive.field.next'),
        width: '130px',
        sortBy: 'next_due_on',
        cell: (plan) => <DayText day={plan.next_due_on} />,
      },
      {
        id: 'compliance',
        label: t('preventive.field.compliance'),
        width: '150px',
        cell: (plan) => <ComplianceText compliance={plan.compliance} />,
      },
    ],
    [t, say],
  )
  return (
    <DataTable
      label={t('preventive.title')}
      rows={plans}
      columns={columns}
      rowId={(plan) => plan.id}
      rowHref={(plan) => paths.preventivePlan(plan.id)}
      onOpen={(id) => void go(paths.preventivePlan(id))}
      sort={readSort(search.sort) ?? { by: 'next_due_on', direction: 'asc' }}
      onSort={(sort) => change({ sort: writeSort(sort) })}
      onEnd={onEnd}
    />
  )
}
