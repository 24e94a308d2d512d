import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Schemas } from '@/api/client'
import { useT } from '@/i18n'
import { Menu } from '@/kit/menu'
import { toast } from '@/kit/toast'
import styles from './list.module.css'
import { priorityNames, statusNames, WorkOrderPriority, WorkOrderStatus } from './marks'
import type { WorkOrderRow } from './search'
import type { OrderPatch, Step } from './writes'
import { useBulk } from './writes'

const PeoplePicker = lazy(() => import('./people_picker'))
const DueSheet = lazy(() => import('./due_sheet'))
const StepSheet = lazy(() => import('./step_sheet'))

interface Props {
  orders: readonly WorkOrderRow[]
  /** Keeps these selected: the ones that the server left alone. */
  onKeep: (ids: ReadonlySet<string>) => void
  onClear: () => void
}

const most = 200

/** What can be done to everything that is selected. Stands where the filters were. */
export default function BulkBar({ orders, onKeep, onClear }: Props) {
  const t = useT()
  const [asking, setAsking] = useState<'people' | 'due' | 'on_hold' | 'cancelled' | 'completed'>()
  const report = ({ changed, items }: Schemas['BulkResults']) => {
    const refused = items.filter((item) => item.problem)
    onKeep(new Set(refused.map((item) => item.id)))
    const why = refused[0]?.problem?.detail
    const words = t('work_orders.bulk.done', { count: changed })
    if (refused.length)
      toast(`${words} ${t('work_orders.bulk.refused', { count: refused.length, why })}`, { tone: 'red' })
    else toast(words)
  }
  const bulk = useBulk(report)
  const ids = orders.slice(0, most).map((order) => order.id)
  const change = (patch: OrderPatch) => bulk.mutate({ ids, patch })
  const move = ({ thenClose: _, ...transition }: Step) => bulk.mutate({ ids, transition })
  const close = () => setAsking(undefined)
  const button = (label: string) => (onClick?: React.MouseEventHandler) => (
    <Button size="compact-md" variant="subtle" onClick={onClick} loading={bulk.isPending}>
      {label}
    </Button>
  )
  return (
    <section className={styles.bulk} aria-label={t('work_orders.bulk.label')}>
      <b className="num">{t('work_orders.bulk.selected', { count: orders.length })}</b>
      {button(t('work_orders.action.assign'))(() => setAsking('people'))}
      {button(t('work_orders.field.due_at'))(() => setAsking('due'))}
      <Menu
        position="bottom-start"
        target={button(t('work_orders.field.priority'))}
        sections={[
          {
            id: 'priority',
            entries: priorityNames.map((priority) => ({
              id: priority,
              label: t(`work_orders.priority.${priority}`),
              display: <WorkOrderPriority priority={priority} withLabel />,
              onSelect: () => change({ priority }),
            })),
          },
        ]}
      />
      <Menu
        position="bottom-start"
        target={button(t('work_orders.field.status'))}
        sections={[
          {
            id: 'status',
            entries: statusNames
              .filter((status) => status !== 'draft')
              .map((status) => ({
                id: status,
                label: t(`work_orders.status.${status}`),
                display: <WorkOrderStatus status={status} />,
                onSelect: () =>
                  status === 'on_hold' || status === 'cancelled' || status === 'completed'
                    ? setAsking(status)
                    : move({ to: status }),
              })),
          },
        ]}
      />
      <ActionIcon
        variant="subtle"
        size={32}
        aria-label={t('work_orders.bulk.clear')}
        onClick={onClear}
        style={{ marginInlineStart: 'auto' }}
      >
        <IconX size={18} />
      </ActionIcon>
      <Suspense>
        {asking === 'people' && (
          <PeoplePicker
            people={[]}
            team={undefined}
            onClose={close}
            onDone={(people, team) => change({ assignee_ids: people, team_id: team ?? null })}
          />
        )}
        {asking === 'due' && (
          <DueSheet
            title={t('work_orders.due.title')}
            value={null}
            onClose={close}
            onDone={(at) => change({ due_at: at })}
          />
        )}
        {(asking === 'on_hold' || asking === 'cancelled' || asking === 'completed') && (
          <StepSheet
            to={asking}
            many
            title={t('work_orders.bulk.selected', { count: orders.length })}
            onClose={close}
            onStep={(step) => {
              close()
              move(step)
            }}
          />
        )}
      </Suspense>
    </section>
  )
}
