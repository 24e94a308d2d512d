import { ActionIcon } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { memo } from 'react'
import { useT } from '@/i18n'
import { Avatars } from '@/kit/avatar'
import { DueText } from '@/kit/due_text'
import { Menu } from '@/kit/menu'
import { paths } from '@/paths'
import styles from './board.module.css'
import { placeOf } from './card'
import { isFinished, type Status, WorkOrderPriority, WorkOrderStatus } from './marks'
import { peopleOf } from './people'
import type { WorkOrderRow } from './search'

interface Props {
  order: WorkOrderRow
  moving: boolean
  onDrag: (order: WorkOrderRow | undefined) => void
  onMove: (to: Status) => void
  onOpen: (id: string) => void
}

function PlainBoardCard({ order, moving, onDrag, onMove, onOpen }: Props) {
  const t = useT()
  const people = peopleOf(order)
  const steps = order.actions?.flatMap((action) => (action.to ? [{ ...action, to: action.to }] : [])) ?? []
  return (
    <article
      className={styles.card}
      draggable={steps.length > 0}
      data-moving={moving || undefined}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move'
        event.dataTransfer.setData('text/plain', String(order.number))
        onDrag(order)
      }}
      onDragEnd={() => onDrag(undefined)}
    >
      <a
        href={paths.workOrder(order.id)}
        draggable={false}
        dir="auto"
        onClick={(event) => {
          if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
          event.preventDefault()
          onOpen(order.id)
        }}
      >
        {order.title}
      </a>
      {steps.length > 0 && (
        <Menu
          target={(onClick) => (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={28}
              className={styles.move}
              aria-label={t('work_orders.board.move', { title: order.title })}
              onClick={onClick}
            >
              <IconArrowsExchange size={16} />
            </ActionIcon>
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
                onSelect: () => onMove(step.to),
              })),
            },
          ]}
        />
      )}
      <span className={styles.place}>
        <bdi>{placeOf(order) || `#${order.number}`}</bdi>
      </span>
      <span className={styles.foot}>
        <WorkOrderPriority priority={order.priority} />
        <DueText at={order.due_at} done={isFinished(order.status)} />
        {people.length > 0 && <Avatars people={people} />}
      </span>
    </article>
  )
}

export const BoardCard = memo(PlainBoardCard)
