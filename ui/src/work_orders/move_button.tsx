import { ActionIcon } from '@mantine/core'
import { IconCalendarTime } from '@tabler/icons-react'
import { useT } from '@/i18n'
import styles from './calendar.module.css'
import type { WorkOrderRow } from './search'

/** The way to another day without dragging. */
export function MoveButton({ order, onMove }: { order: WorkOrderRow; onMove: (order: WorkOrderRow) => void }) {
  const t = useT()
  return (
    <ActionIcon
      variant="transparent"
      size={24}
      className={styles.move}
      aria-label={t('work_orders.calendar.move', { title: order.title })}
      onClick={() => onMove(order)}
    >
      <IconCalendarTime size={15} />
    </ActionIcon>
  )
}
