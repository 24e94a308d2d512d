import type { Schemas } from '@/api/client'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import styles from './link.module.css'
import { WorkOrderStatus } from './marks'

type Reference = Schemas['WorkOrderReference']

/** A work order on another record's page: number, title and where it stands, as one link. */
export function WorkOrderLink({ order }: { order: Reference }) {
  return (
    <Go to={paths.workOrder(order.id)} className={styles.link}>
      <span className="num">{`#${order.number}`}</span>
      <b dir="auto">{order.title}</b>
      <WorkOrderStatus status={order.status} />
    </Go>
  )
}
