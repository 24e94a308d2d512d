import { Outlet, useParams, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { usePhone } from '@/kit/media'
import { SkeletonRows } from '@/kit/skeleton'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { useListQuery } from './data'
import { FilterBar } from './filters'
import { WorkOrdersHead } from './head'
import styles from './list.module.css'
import { type ListSearch, layouts } from './search'
import { useListSearch } from './use_list_search'

const OrderList = lazy(() => import('./order_list'))
const Board = lazy(() => import('./board'))
const Calendar = lazy(() => import('./calendar'))

/** The list in its three layouts, with the open record over it on a desktop and instead of it on a phone. */
export function WorkOrdersPage() {
  const phone = usePhone()
  const recordOpen = useRouterState({ select: (state) => state.location.pathname !== paths.workOrders() })
  if (phone && recordOpen) return <Outlet />
  return (
    <>
      <Orders />
      <Outlet />
    </>
  )
}

function Orders() {
  const go = useGo()
  const search = useListSearch()
  const { id } = useParams({ strict: false })
  const { query, base, views } = useListQuery(search)
  const view = views.find((one) => one.id === search.view)
  const own = layouts.find((one) => one === view?.layout) ?? 'list'
  const layout = search.layout ?? own
  const show = (next: ListSearch) => void go(paths.workOrders(), { search: { ...next }, keep: true })
  const filters = <FilterBar search={search} base={base} layout={layout} own={own} onChange={show} />
  const open = (order: string) => void go(paths.workOrder(order), { search: { ...search } })
  return (
    <div className={styles.page} data-layout={layout}>
      <WorkOrdersHead search={search} query={query} views={views} />
      <Suspense fallback={<SkeletonRows />}>
        {layout === 'board' ? (
          <>
            {filters}
            <Board query={query} onOpen={open} />
          </>
        ) : layout === 'calendar' ? (
          <>
            {filters}
            <Calendar query={query} search={search} onSearch={show} onOpen={open} />
          </>
        ) : (
          <OrderList query={query} search={search} activeId={id} filters={filters} onOpen={open} onSearch={show} />
        )}
      </Suspense>
    </div>
  )
}
