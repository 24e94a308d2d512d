import type { WorkOrderRow } from './search'

/** Faces of whoever does it; the team stands in where nobody is named. */
export const peopleOf = (order: Pick<WorkOrderRow, 'assignees' | 'team'>) =>
  order.assignees.length || !order.team ? order.assignees : [order.team]
