import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Avatars } from '@/kit/avatar'
import { DataTable, type Sort, type TableColumn } from '@/kit/data_table'
import { DueText } from '@/kit/due_text'
import { Empty } from '@/kit/empty'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { usePhone } from '@/kit/media'
import { SkeletonCards, SkeletonRows } from '@/kit/skeleton'
import { formatDay } from '@/lib/dates'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { useCounts, useOrders } from './data'
import styles from './list.module.css'
import { isFinished, WorkOrderKind, WorkOrderPriority, WorkOrderStatus } from './marks'
import { peopleOf } from './people'
import { changed, filtersOf, type ListSearch, type WorkOrderQuery, type WorkOrderRow } from './search'

const BulkBar = lazy(() => import('./bulk_bar'))
const OrderCards = lazy(() => import('./order_cards'))

interface Props {
  query: WorkOrderQuery
  search: ListSearch
  activeId: string | undefined
  filters: ReactNode
  onOpen: (id: string) => void
  onSearch: (search: ListSearch) => void
}

const rowId = (order: WorkOrderRow) => order.id

function useColumns(): TableColumn<WorkOrderRow>[] {
  const t = useT()
  const locale = useLocale()
  return useMemo(
    () => [
      {
        id: 'number',
        label: t('work_orders.field.number'),
        width: '68px',
        sortBy: 'number',
        cell: (order) => order.number,
      },
      {
        id: 'title',
        label: t('work_orders.one'),
        width: 'minmax(240px, 1fr)',
        main: true,
        sortBy: 'title',
        cell: (order) => <span dir="auto">{order.title}</span>,
        detail: (order) => (
          <>
            <WorkOrderKind kind={order.kind} />
            <bdi>
              {[order.asset?.name, order.location?.name].filter(Boolean).join(' · ') ||
                t(`work_orders.kind.${order.kind}`)}
            </bdi>
          </>
        ),
      },
      {
        id: 'status',
        label: t('work_orders.field.status'),
        width: '124px',
        cell: (order) => <WorkOrderStatus status={order.status} />,
      },
      {
        id: 'priority',
        label: t('work_orders.field.priority'),
        width: '112px',
        sortBy: 'priority',
        cell: (order) => <WorkOrderPriority priority={order.priority} withLabel />,
      },
      {
        id: 'due',
        label: t('work_orders.field.due_at'),
        width: '124px',
        sortBy: 'due_at',
        cell: (order) => <DueText at={order.due_at} done={isFinished(order.status)} />,
      },
      {
        id: 'created',
        label: t('work_orders.field.created_at'),
        width: '104px',
        hideBelow: 'wide',
        sortBy: 'created_at',
        cell: (order) => formatDay(new Date(order.created_at), locale, new Date()),
      },
      {
        id: 'people',
        label: t('work_orders.field.assignee_ids'),
        width: '108px',
        cell: (order) => <Avatars people={peopleOf(order)} />,
      },
    ],
    [t, locale],
  )
}

const readSort = (sort: string | undefined): Sort => {
  const by = sort ?? 'due_at'
  return by.startsWith('-') ? { by: by.slice(1), direction: 'desc' } : { by, direction: 'asc' }
}

/** Rows on a desktop, cards on a phone, page after page. */
export default function OrderList({ query, search, activeId, filters, onOpen, onSearch }: Props) {
  const t = useT()
  const phone = usePhone()
  const locale = useLocale()
  const columns = useColumns()
  const orders = useOrders(query)
  const total = useCounts(query)?.total
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const { rows, more } = orders
  const content = () => {
    if (!rows) {
      if (orders.isError) {
        const retry = () => void orders.refetch()
        return <ErrorState what={t('work_orders.the_orders')} {...problemProps(orders.error)} onRetry={retry} />
      }
      return phone ? <SkeletonCards /> : <SkeletonRows />
    }
    if (!rows.length) return <NothingHere search={search} />
    if (phone)
      return (
        <Suspense fallback={<SkeletonCards />}>
          <OrderCards rows={rows} onEnd={more} />
        </Suspense>
      )
    return (
      <DataTable
        label={t('work_orders.title')}
        rows={rows}
        columns={columns}
        rowId={rowId}
        rowHref={(order) => paths.workOrder(order.id)}
        onOpen={onOpen}
        total={total}
        activeId={activeId}
        sort={readSort(query.sort ?? undefined)}
        onSort={({ by, direction }) => onSearch(changed(search, { sort: direction === 'desc' ? `-${by}` : by }))}
        selection={{ selected, onChange: setSelected }}
        onEnd={more}
      />
    )
  }
  return (
    <>
      {selected.size > 0 && rows ? (
        <Suspense fallback={filters}>
          <BulkBar
            orders={rows.filter((order) => selected.has(order.id))}
            onKeep={setSelected}
            onClear={() => setSelected(new Set())}
          />
        </Suspense>
      ) : (
        filters
      )}
      {orders.isError && rows && (
        <StaleBar since={new Date(orders.dataUpdatedAt)} locale={locale} onRetry={() => void orders.refetch()} />
      )}
      <div className={styles.body}>{content()}</div>
    </>
  )
}

function NothingHere({ search }: { search: ListSearch }) {
  const t = useT()
  const narrowed = Object.keys(filtersOf(search)).length > 0
  if (narrowed) {
    const rest = search.view ? { view: search.view } : {}
    return (
      <Empty
        art="search"
        title={t('work_orders.empty.filtered')}
        text={t('work_orders.empty.filtered_text')}
        action={
          <Go to={paths.workOrders()} search={rest} className={styles.plainLink}>
            {t('work_orders.empty.show_all')}
          </Go>
        }
      />
    )
  }
  return <Empty title={t('work_orders.empty.title')} text={t('work_orders.empty.text')} />
}
