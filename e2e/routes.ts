import type { BrowserContext } from 'playwright-core'

/** Every page that exists, for the matrices: who looks at it, and where. Add yours. */
export interface RouteUnderTest {
  name: string
  /** With `:id` for a record's page. */
  path: string
  /** The list whose first record stands for `:id`: `assets`. */
  first?: string
  role?: string
}

/** The address with a real record's id in it; the context is signed in. */
export async function addressOf(context: BrowserContext, { path, first }: RouteUnderTest): Promise<string> {
  if (!first) return path
  const answer = await context.request.get(`/api/v1/${first}?limit=1`)
  const { items } = (await answer.json()) as { items: { id: string }[] }
  const id = items[0]?.id
  if (!id) throw new Error(`There are no ${first} to look at`)
  return path.replace(':id', id)
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
  { name: 'assets', path: '/assets', role: 'technician' },
  { name: 'assets_none', path: '/assets?q=nothing-is-called-so', role: 'technician' },
  { name: 'asset', path: '/assets/:id', first: 'assets', role: 'planner' },
  { name: 'asset_new', path: '/assets/new', role: 'planner' },
  { name: 'asset_edit', path: '/assets/:id/edit', first: 'assets', role: 'planner' },
  { name: 'asset_classes', path: '/assets/classes', role: 'planner' },
  { name: 'places', path: '/sites', role: 'planner' },
  { name: 'site', path: '/sites/:id', first: 'sites', role: 'planner' },
  { name: 'location', path: '/sites/locations/:id', first: 'locations', role: 'planner' },
  { name: 'parts', path: '/parts', role: 'technician' },
  { name: 'parts_low', path: '/parts?stock=low', role: 'technician' },
  { name: 'part', path: '/parts/:id', first: 'parts', role: 'planner' },
  { name: 'part_new', path: '/parts/new', role: 'planner' },
  { name: 'part_edit', path: '/parts/:id/edit', first: 'parts', role: 'planner' },
  { name: 'stores', path: '/parts/stores', role: 'planner' },
  { name: 'meters', path: '/meters', role: 'technician' },
  { name: 'meters_none', path: '/meters?q=nothing-is-called-so', role: 'technician' },
  { name: 'meter', path: '/meters/:id', first: 'meters', role: 'planner' },
  { name: 'meter_new', path: '/meters/new', role: 'planner' },
  { name: 'meter_edit', path: '/meters/:id/edit', first: 'meters', role: 'planner' },
  { name: 'meter_round', path: '/meters/round', role: 'technician' },
  { name: 'plans', path: '/preventive', role: 'technician' },
  { name: 'plan', path: '/preventive/:id', first: 'maintenance-plans', role: 'planner' },
  { name: 'plan_new', path: '/preventive/new', role: 'planner' },
  { name: 'plan_edit', path: '/preventive/:id/edit', first: 'maintenance-plans', role: 'planner' },
  { name: 'plan_forecast', path: '/preventive/forecast', role: 'planner' },
  { name: 'not_found', path: '/nothing/here' },
]
