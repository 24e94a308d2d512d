/** Every page that exists, for the matrices: who looks at it, and where. Add yours. */
export interface RouteUnderTest {
  name: string
  path: string
  role?: string
}

export const routes: RouteUnderTest[] = [
  { name: 'sign_in', path: '/sign-in' },
  { name: 'set_up', path: '/setup?token=shown-only' },
  { name: 'today', path: '/today', role: 'technician' },
  { name: 'work_orders', path: '/work-orders', role: 'manager' },
  { name: 'work_orders_board', path: '/work-orders?layout=board', role: 'manager' },
  { name: 'work_orders_calendar', path: '/work-orders?layout=calendar', role: 'manager' },
  { name: 'work_orders_week', path: '/work-orders?layout=calendar&period=week', role: 'manager' },
  { name: 'work_order_new', path: '/work-orders/new', role: 'technician' },
  { name: 'settings', path: '/settings', role: 'technician' },
  { name: 'me', path: '/settings/me', role: 'technician' },
  { name: 'access', path: '/settings/access', role: 'administrator' },
  { name: 'organization', path: '/settings/organization', role: 'administrator' },
  { name: 'people', path: '/settings/people', role: 'administrator' },
  { name: 'new_person', path: '/settings/people/new', role: 'administrator' },
  { name: 'teams', path: '/settings/teams', role: 'planner' },
  { name: 'new_team', path: '/settings/teams/new', role: 'administrator' },
  { name: 'roles', path: '/settings/roles', role: 'administrator' },
  { name: 'new_role', path: '/settings/roles/new', role: 'administrator' },
  { name: 'ai', path: '/settings/ai', role: 'administrator' },
  { name: 'imports', path: '/settings/imports', role: 'administrator' },
  { name: 'audit', path: '/settings/audit', role: 'administrator' },
  { name: 'health', path: '/settings/health', role: 'administrator' },
  { name: 'not_found', path: '/nothing/here' },
]
