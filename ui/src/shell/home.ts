import { paths } from '@/paths'

interface Home {
  to: string
  search?: Record<string, string>
}

const homes: Record<string, Home> = {
  administrator: { to: paths.workOrders() },
  manager: { to: paths.workOrders() },
  planner: { to: paths.workOrders(), search: { layout: 'calendar' } },
  requester: { to: paths.workOrders(), search: { view: 'all' } },
  viewer: { to: paths.workOrders() },
}

/** Where a person starts: their work, the plan, or what they reported. Own roles and technicians start with Today. */
export function homeOf(role: string, exists: (to: string) => boolean): Home {
  const home = homes[role]
  return home && exists(home.to) ? home : { to: paths.today() }
}
