import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { Problem } from './api/problems'
import { onSignedOut, queryClient } from './api/query_client'
import { readAssetSearch, readNewAssetSearch } from './assets/search'
import { parseAuditSearch } from './audit/search'
import { setLanguage, withTexts } from './i18n'
import { readMeterSearch, readNewMeterSearch, readRoundSearch } from './meters/search'
import { readPartSearch } from './parts/search'
import { paths } from './paths'
import { readPlanSearch } from './preventive/search'
import { homeOf } from './shell/home'
import { NotFound } from './shell/not_found'
import { RouteError } from './shell/route_error'
import { sessionOptions } from './shell/session'
import { Shell } from './shell/shell'
import { parseListSearch } from './work_orders/search'

/** The whole URL tree on one screen. Pages are lazy; search parsing and guards are not. */
const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Outlet })

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined)

// Outside the shell
const signIn = createRoute({
  getParentRoute: () => root,
  path: 'sign-in',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = text(search.next)
    // Only addresses of this product: “//elsewhere” would leave it.
    return next && /^\/(?![/\\])/.test(next) ? { next } : {}
  },
  component: lazyRouteComponent(() => import('./identity/sign_in'), 'SignInPage'),
})
const setUp = createRoute({
  getParentRoute: () => root,
  path: 'setup',
  validateSearch: (search: Record<string, unknown>): { token?: string } => {
    const token = text(search.token)
    return token ? { token } : {}
  },
  component: lazyRouteComponent(() => import('./identity/set_up'), 'SetUpPage'),
})

// The router knows its addresses only once it is made, below.
let exists: (to: string) => boolean = () => false

// Inside: needs a session
const guard = async ({ context, location }: { context: { queryClient: QueryClient }; location: { href: string } }) => {
  try {
    const session = await context.queryClient.ensureQueryData(sessionOptions())
    await setLanguage(session.user.language ?? undefined)
  } catch (error) {
    if (error instanceof Problem && error.status === 401) throw redirect({ href: paths.signIn(location.href) })
    throw error
  }
}
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: guard,
  component: Shell,
  errorComponent: RouteError,
})
const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: async ({ context }) => {
    const { role } = await context.queryClient.ensureQueryData(sessionOptions())
    const start = homeOf(role.name, exists)
    throw redirect({ to: start.to, ...(start.search && { search: start.search as never }), replace: true })
  },
})
const today = createRoute({
  getParentRoute: () => app,
  path: 'today',
  component: lazyRouteComponent(() => import('./today/today'), 'TodayPage'),
})
const assets = createRoute({
  getParentRoute: () => app,
  path: 'assets',
  validateSearch: readAssetSearch,
  component: lazyRouteComponent(() => import('./assets/list'), 'AssetsPage'),
})
const newAsset = createRoute({
  getParentRoute: () => app,
  path: 'assets/new',
  validateSearch: readNewAssetSearch,
  component: lazyRouteComponent(() => import('./assets/form'), 'NewAssetPage'),
})
const assetClasses = createRoute({
  getParentRoute: () => app,
  path: 'assets/classes',
  component: lazyRouteComponent(() => import('./assets/classes'), 'AssetClassesPage'),
})
const asset = createRoute({
  getParentRoute: () => app,
  path: 'assets/$id',
  component: lazyRouteComponent(() => import('./assets/record'), 'AssetPage'),
})
const editAsset = createRoute({
  getParentRoute: () => app,
  path: 'assets/$id/edit',
  component: lazyRouteComponent(() => import('./assets/form'), 'EditAssetPage'),
})
const tag = createRoute({
  getParentRoute: () => app,
  path: 'a/$tag',
  component: lazyRouteComponent(() => import('./assets/tag'), 'TagPage'),
})
const places = createRoute({
  getParentRoute: () => app,
  path: 'sites',
  component: lazyRouteComponent(() => import('./sites/layout'), 'PlacesLayout'),
})
const site = createRoute({
  getParentRoute: () => places,
  path: '$siteId',
  component: lazyRouteComponent(() => import('./sites/site'), 'SitePage'),
})
const location = createRoute({
  getParentRoute: () => places,
  path: 'locations/$locationId',
  component: lazyRouteComponent(() => import('./sites/location'), 'LocationPage'),
})
const parts = createRoute({
  getParentRoute: () => app,
  path: 'parts',
  validateSearch: readPartSearch,
  component: lazyRouteComponent(() => import('./parts/list'), 'PartsPage'),
})
const newPart = createRoute({
  getParentRoute: () => app,
  path: 'parts/new',
  component: lazyRouteComponent(() => import('./parts/form'), 'NewPartPage'),
})
const stores = createRoute({
  getParentRoute: () => app,
  path: 'parts/stores',
  component: lazyRouteComponent(() => import('./parts/stores'), 'StoresPage'),
})
const part = createRoute({
  getParentRoute: () => app,
  path: 'parts/$id',
  component: lazyRouteComponent(() => import('./parts/record'), 'PartPage'),
})
const editPart = createRoute({
  getParentRoute: () => app,
  path: 'parts/$id/edit',
  component: lazyRouteComponent(() => import('./parts/form'), 'EditPartPage'),
})
const meters = createRoute({
  getParentRoute: () => app,
  path: 'meters',
  validateSearch: readMeterSearch,
  component: lazyRouteComponent(() => withTexts('meters', import('./meters/list')), 'MetersPage'),
})
const newMeter = createRoute({
  getParentRoute: () => app,
  path: 'meters/new',
  validateSearch: readNewMeterSearch,
  component: lazyRouteComponent(() => withTexts('meters', import('./meters/form')), 'NewMeterPage'),
})
const meterRound = createRoute({
  getParentRoute: () => app,
  path: 'meters/round',
  validateSearch: readRoundSearch,
  component: lazyRouteComponent(() => withTexts('meters', import('./meters/round')), 'RoundPage'),
})
const meter = createRoute({
  getParentRoute: () => app,
  path: 'meters/$id',
  component: lazyRouteComponent(() => withTexts('meters', import('./meters/record')), 'MeterPage'),
})
const editMeter = createRoute({
  getParentRoute: () => app,
  path: 'meters/$id/edit',
  component: lazyRouteComponent(() => withTexts('meters', import('./meters/form')), 'EditMeterPage'),
})
const plans = createRoute({
  getParentRoute: () => app,
  path: 'preventive',
  validateSearch: readPlanSearch,
  component: lazyRouteComponent(() => import('./preventive/list'), 'PlansPage'),
})
const newPlan = createRoute({
  getParentRoute: () => app,
  path: 'preventive/new',
  component: lazyRouteComponent(() => import('./preventive/form'), 'NewPlanPage'),
})
const planForecast = createRoute({
  getParentRoute: () => app,
  path: 'preventive/forecast',
  component: lazyRouteComponent(() => import('./preventive/forecast'), 'ForecastPage'),
})
const plan = createRoute({
  getParentRoute: () => app,
  path: 'preventive/$id',
  component: lazyRouteComponent(() => import('./preventive/record'), 'PlanPage'),
})
const editPlan = createRoute({
  getParentRoute: () => app,
  path: 'preventive/$id/edit',
  component: lazyRouteComponent(() => import('./preventive/form'), 'EditPlanPage'),
})
const settings = createRoute({
  getParentRoute: () => app,
  path: 'settings',
  component: lazyRouteComponent(() => import('./settings/layout'), 'SettingsLayout'),
})
const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('./settings/layout'), 'SettingsIndex'),
})
const me = createRoute({
  getParentRoute: () => settings,
  path: 'me',
  component: lazyRouteComponent(() => import('./settings/me'), 'MePage'),
})
const access = createRoute({
  getParentRoute: () => settings,
  path: 'access',
  component: lazyRouteComponent(() => import('./settings/access'), 'AccessPage'),
})
const organization = createRoute({
  getParentRoute: () => settings,
  path: 'organization',
  component: lazyRouteComponent(() => import('./settings/organization'), 'OrganizationPage'),
})
const people = createRoute({
  getParentRoute: () => settings,
  path: 'people',
  component: lazyRouteComponent(() => import('./people/users'), 'UsersPage'),
})
const person = createRoute({
  getParentRoute: () => people,
  path: '$id',
  component: lazyRouteComponent(() => import('./people/user_sheet'), 'UserSheet'),
})
const teams = createRoute({
  getParentRoute: () => settings,
  path: 'teams',
  component: lazyRouteComponent(() => import('./people/teams'), 'TeamsPage'),
})
const team = createRoute({
  getParentRoute: () => teams,
  path: '$id',
  component: lazyRouteComponent(() => import('./people/team_sheet'), 'TeamSheet'),
})
const roles = createRoute({
  getParentRoute: () => settings,
  path: 'roles',
  component: lazyRouteComponent(() => import('./people/roles'), 'RolesPage'),
})
const role = createRoute({
  getParentRoute: () => settings,
  path: 'roles/$id',
  component: lazyRouteComponent(() => import('./people/role'), 'RolePage'),
})
const ai = createRoute({
  getParentRoute: () => settings,
  path: 'ai',
  component: lazyRouteComponent(() => import('./settings/ai'), 'AiPage'),
})
const imports = createRoute({
  getParentRoute: () => settings,
  path: 'imports',
  component: lazyRouteComponent(() => withTexts('imports', import('./imports/imports')), 'ImportsPage'),
})
const audit = createRoute({
  getParentRoute: () => settings,
  path: 'audit',
  validateSearch: parseAuditSearch,
  component: lazyRouteComponent(() => import('./audit/audit'), 'AuditPage'),
})
const health = createRoute({
  getParentRoute: () => settings,
  path: 'health',
  component: lazyRouteComponent(() => import('./settings/health'), 'HealthPage'),
})
const workOrders = createRoute({
  getParentRoute: () => app,
  path: 'work-orders',
  validateSearch: parseListSearch,
  component: lazyRouteComponent(() => import('./work_orders/work_orders'), 'WorkOrdersPage'),
})
const workOrderList = createRoute({ getParentRoute: () => workOrders, path: '/' })
const newWorkOrder = createRoute({
  getParentRoute: () => workOrders,
  path: 'new',
  validateSearch: (search: Record<string, unknown>): { parent?: string } => {
    const parent = text(search.parent)
    return parent ? { parent } : {}
  },
  component: lazyRouteComponent(() => import('./work_orders/create'), 'NewWorkOrderPage'),
})
const workOrder = createRoute({
  getParentRoute: () => workOrders,
  path: '$id',
  component: lazyRouteComponent(() => import('./work_orders/record'), 'WorkOrderPage'),
})
/** Paper has no frame around it. */
const printWorkOrder = createRoute({
  getParentRoute: () => root,
  path: 'work-orders/$id/print',
  beforeLoad: guard,
  errorComponent: RouteError,
  component: lazyRouteComponent(() => import('./work_orders/print'), 'PrintWorkOrderPage'),
})
const gallery = createRoute({
  getParentRoute: () => app,
  path: 'gallery',
  component: import.meta.env.DEV ? lazyRouteComponent(() => import('./gallery/gallery'), 'GalleryPage') : NotFound,
})

const settingsPages = settings.addChildren([
  settingsIndex,
  me,
  access,
  organization,
  people.addChildren([person]),
  teams.addChildren([team]),
  roles,
  role,
  ai,
  imports,
  audit,
  health,
])

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setUp,
    printWorkOrder,
    app.addChildren([
      home,
      today,
      workOrders.addChildren([workOrderList, newWorkOrder, workOrder]),
      assets,
      newAsset,
      assetClasses,
      asset,
      editAsset,
      tag,
      places.addChildren([site, location]),
      parts,
      newPart,
      stores,
      part,
      editPart,
      meters,
      newMeter,
      meterRound,
      meter,
      editMeter,
      plans,
      newPlan,
      planForecast,
      plan,
      editPlan,
      settingsPages,
      gallery,
    ]),
  ]),
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

exists = (to) => to in (router.routesByPath as Record<string, unknown>)

onSignedOut(() => {
  queryClient.removeQueries({ queryKey: sessionOptions().queryKey })
  const { href, pathname } = router.state.location
  if (!/^\/(sign-in|setup)\b/.test(pathname)) void router.navigate({ href: paths.signIn(href) })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
