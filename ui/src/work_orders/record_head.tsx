import { IconCalendarPlus, IconChevronDown, IconMapPin } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useLocale, useT } from '@/i18n'
import { Avatars } from '@/kit/avatar'
import { DueText } from '@/kit/due_text'
import { Menu } from '@/kit/menu'
import { formatInstant } from '@/lib/dates'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { isFinished, priorityNames, WorkOrderPriority, WorkOrderStatus } from './marks'
import { peopleOf } from './people'
import styles from './record.module.css'
import type { RecordState } from './use_record'

/** Where, in which state, how urgent, until when, by whom: each can be changed where it stands. */
export function RecordHead({ record }: { record: RecordState }) {
  const t = useT()
  const { order } = record
  const place = order.location?.path?.length ? order.location.path.join(' › ') : order.location?.name
  return (
    <>
      {(order.asset || place) && (
        <p className={styles.where}>
          <IconMapPin size={18} aria-hidden />
          {order.asset && (
            <Go to={paths.asset(order.asset.id)}>
              <bdi>{`${order.asset.name} · ${order.asset.code}`}</bdi>
            </Go>
          )}
          {place && <span>{place}</span>}
        </p>
      )}
      <div className={styles.facts}>
        <Fact label={t('work_orders.field.status')}>
          <StatusMenu record={record} />
        </Fact>
        <Fact label={t('work_orders.field.priority')}>
          <PriorityMenu record={record} />
        </Fact>
        <Fact label={t('work_orders.field.due_at')}>
          <button
            type="button"
            className={styles.value}
            disabled={!record.may('edit')}
            onClick={() => record.open({ kind: 'due' })}
          >
            {order.due_at ? (
              <DueText at={order.due_at} done={isFinished(order.status)} />
            ) : (
              <>
                <IconCalendarPlus size={16} aria-hidden />
                {t('work_orders.due.set')}
              </>
            )}
          </button>
        </Fact>
        <Fact label={t('work_orders.field.assignee_ids')}>
          <button
            type="button"
            className={styles.value}
            disabled={!record.may('assign')}
            onClick={() => record.open({ kind: 'people' })}
          >
            <Avatars people={peopleOf(order)} />
            {peopleOf(order).length === 1 && <span>{peopleOf(order)[0]?.name}</span>}
          </button>
        </Fact>
      </div>
      <Waiting record={record} />
    </>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <small>{label}</small>
      {children}
    </div>
  )
}

function StatusMenu({ record }: { record: RecordState }) {
  const t = useT()
  const { order } = record
  const steps = order.actions.flatMap((action) => (action.to ? [{ ...action, to: action.to }] : []))
  if (!steps.length)
    return (
      <span className={styles.value}>
        <WorkOrderStatus status={order.status} />
      </span>
    )
  return (
    <Menu
      position="bottom-start"
      width={270}
      target={(onClick) => (
        <button type="button" className={styles.value} onClick={onClick}>
          <WorkOrderStatus status={order.status} />
          <IconChevronDown size={16} aria-hidden />
        </button>
      )}
      sections={[
        {
          id: 'steps',
          title: t('work_orders.board.move_to'),
          entries: steps.map((step) => ({
            id: step.to,
            label: t(`work_orders.status.${step.to}`),
            display: <WorkOrderStatus status={step.to} />,
            refused: step.allowed ? undefined : (step.reason ?? ''),
            onSelect: () => record.go(step.to),
          })),
        },
      ]}
    />
  )
}

function PriorityMenu({ record }: { record: RecordState }) {
  const t = useT()
  const { order } = record
  const mark = <WorkOrderPriority priority={order.priority} withLabel />
  if (!record.may('edit')) return <span className={styles.value}>{mark}</span>
  return (
    <Menu
      position="bottom-start"
      width={200}
      target={(onClick) => (
        <button type="button" id="record-priority" className={styles.value} onClick={onClick}>
          {mark}
        </button>
      )}
      sections={[
        {
          id: 'priority',
          entries: priorityNames.map((priority) => ({
            id: priority,
            label: t(`work_orders.priority.${priority}`),
            display: <WorkOrderPriority priority={priority} withLabel />,
            role: 'menuitemradio',
            checked: priority === order.priority,
            onSelect: () => record.change({ priority }),
          })),
        },
      ]}
    />
  )
}

/** Why nothing moves: what a held order waits for, what a step is refused for, or that the order is final. */
function Waiting({ record }: { record: RecordState }) {
  const t = useT()
  const locale = useLocale()
  const { order } = record
  if (order.status === 'on_hold' && order.hold_reason)
    return (
      <p className={styles.notice} data-tone="amber">
        {t('work_orders.hold.waits', { reason: t(`work_orders.hold.${order.hold_reason}`) })}
      </p>
    )
  if (order.status === 'closed' && order.closed_at)
    return (
      <p className={styles.notice}>
        {t('work_orders.record.closed', { at: formatInstant(new Date(order.closed_at), locale) })}
      </p>
    )
  const start = order.actions.find((action) => action.name === 'start' || action.name === 'resume')
  if (start && !start.allowed && start.reason) return <p className={styles.notice}>{start.reason}</p>
  return null
}
