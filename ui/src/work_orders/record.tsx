import { useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { $api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useT, withTexts } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { usePageTitle } from '@/kit/page_title'
import { Skeleton } from '@/kit/skeleton'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { ActionBar } from './action_bar'
import { Comments } from './comments'
import { CostsSection } from './costs_section'
import { FilesSection } from './files_section'
import { HistorySection } from './history_section'
import { LinksSection } from './links_section'
import { WorkOrderKind } from './marks'
import { PartsSection } from './parts_section'
import styles from './record.module.css'
import { RecordFrame } from './record_frame'
import { RecordHead } from './record_head'
import { RecordLayers } from './record_layers'
import { RecordMenu } from './record_menu'
import type { WorkOrder } from './search'
import { Section } from './section'
import { StorySection } from './story_section'
import { TimeSection } from './time_section'
import { useListSearch } from './use_list_search'
import { useRecord } from './use_record'
import { useRecordKeys } from './use_record_keys'

const Firings = lazy(() =>
  withTexts(
    'meters',
    import('@/meters/card').then(({ Firings }) => ({ default: Firings })),
  ),
)

/** One work order, at `/work-orders/{id}`. */
export function WorkOrderPage() {
  const t = useT()
  const go = useGo()
  const search = useListSearch()
  const { id = '' } = useParams({ strict: false })
  const found = $api.useQuery('get', '/api/v1/work-orders/{id}', { params: { path: { id } } })
  const close = () => void go(paths.workOrders(), { search: { ...search } })
  if (found.data) return <Record key={id} order={found.data} onClose={close} />
  return (
    <RecordFrame lead="" title={t('work_orders.one')} onClose={close}>
      {found.isError ? (
        <ErrorState
          what={t('work_orders.the_order')}
          {...problemProps(found.error)}
          onRetry={() => void found.refetch()}
        />
      ) : (
        <div className={styles.waiting} role="status" aria-busy aria-label={t('kit.loading')}>
          <Skeleton height={20} width="55%" />
          <Skeleton height={56} />
          <Skeleton height={120} />
        </div>
      )}
    </RecordFrame>
  )
}

function Record({ order, onClose }: { order: WorkOrder; onClose: () => void }) {
  const record = useRecord(order)
  useRecordKeys(record)
  usePageTitle(`#${order.number} ${order.title}`)
  return (
    <RecordFrame
      lead={
        <>
          <span className="num">#{order.number}</span>
          <span className={styles.kind}>
            <WorkOrderKind kind={order.kind} withLabel />
          </span>
        </>
      }
      tools={<RecordMenu record={record} />}
      title={order.title}
      onClose={onClose}
      footer={<ActionBar record={record} />}
    >
      <RecordHead record={record} />
      <StorySection record={record} />
      {order.kind === 'predictive' && (
        <Suspense>
          <Firings workOrderId={order.id} frame={(title, content) => <Section title={title}>{content}</Section>} />
        </Suspense>
      )}
      <TimeSection record={record} />
      <PartsSection record={record} />
      <CostsSection record={record} />
      <LinksSection record={record} />
      <FilesSection record={record} />
      <Comments record={record} />
      <HistorySection order={order} />
      <RecordLayers record={record} />
    </RecordFrame>
  )
}
