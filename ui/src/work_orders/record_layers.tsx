import { lazy, Suspense } from 'react'
import { useLocale, useT } from '@/i18n'
import { formatMinutes } from '@/lib/numbers'
import type { RecordState } from './use_record'

const StepSheet = lazy(() => import('./step_sheet'))
const PeoplePicker = lazy(() => import('./people_picker'))
const DueSheet = lazy(() => import('./due_sheet'))
const EditSheet = lazy(() => import('./edit_sheet'))
const TimeSheet = lazy(() => import('./time_sheet'))
const CostSheet = lazy(() => import('./cost_sheet'))
const IssueSheet = lazy(() => import('./issue_sheet'))
const ReturnSheet = lazy(() => import('./return_sheet'))
const LinkSheet = lazy(() => import('./link_sheet'))
const OrderConflict = lazy(() => import('./order_conflict'))

/** Whatever is open over the record; each is loaded when it is first needed. */
export function RecordLayers({ record }: { record: RecordState }) {
  const t = useT()
  const locale = useLocale()
  const { order, layer, close } = record
  const counted = order.actual_minutes
    ? [t('work_orders.closing.time', { time: formatMinutes(order.actual_minutes, locale) })]
    : []
  return (
    <Suspense>
      {record.conflict && <OrderConflict record={record} conflict={record.conflict} />}
      {layer?.kind === 'step' && (
        <StepSheet
          to={layer.to}
          title={`#${order.number} ${order.title}`}
          resolution={order.resolution}
          counted={counted}
          busy={record.stepping}
          onStep={record.step}
          onClose={close}
        />
      )}
      {layer?.kind === 'people' && (
        <PeoplePicker
          people={order.assignee_ids}
          team={order.team_id ?? undefined}
          onDone={(people, team) => record.change({ assignee_ids: people, team_id: team ?? null })}
          onClose={close}
        />
      )}
      {layer?.kind === 'due' && (
        <DueSheet
          title={t('work_orders.due.title')}
          value={order.due_at}
          onDone={(due_at) => record.change({ due_at })}
          onClose={close}
        />
      )}
      {layer?.kind === 'planned' && (
        <DueSheet
          title={t('work_orders.calendar.plan')}
          value={order.planned_start_at}
          onDone={(planned_start_at) => record.change({ planned_start_at })}
          onClose={close}
        />
      )}
      {layer?.kind === 'edit' && <EditSheet record={record} />}
      {layer?.kind === 'time' && <TimeSheet record={record} />}
      {layer?.kind === 'cost' && <CostSheet record={record} />}
      {layer?.kind === 'part' && <IssueSheet record={record} />}
      {layer?.kind === 'return' && (
        <ReturnSheet record={record} movement={layer.movement} part={layer.part} most={layer.most} name={layer.name} />
      )}
      {layer?.kind === 'link' && <LinkSheet record={record} />}
    </Suspense>
  )
}
