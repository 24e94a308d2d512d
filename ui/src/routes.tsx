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
import { setLanguage } from './i18n'
import { paths } from './paths'
import { NotFound } from './shell/not_found'
import { RouteError } from './shell/route_error'
import { sessionOptions } from './shell/session'
import { Shell } from './shell/shell'

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

// Inside: needs a session
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    try {
      const session = await context.queryClient.ensureQueryData(sessionOptions())
      await setLanguage(session.user.language ?? undefined)
    } catch (error) {
      if (error instanceof Problem && error.status === 401) throw redirect({ href: paths.signIn(location.href) })
      throw error
    }
  },
  component: Shell,
  errorComponent: RouteError,
})
const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/today', replace: true })
  },
})
const today = createRoute({
  getParentRoute: () => app,
  path: 'today',
  component: lazyRouteComponent(() => import('./today/today'), 'TodayPage'),
})
const gallery = createRoute({
  getParentRoute: () => app,
  path: 'gallery',
  component: import.meta.env.DEV ? lazyRouteComponent(() => import('./gallery/gallery'), 'GalleryPage') : NotFound,
})

export const router = createRouter({
  routeTree: root.addChildren([signIn, setUp, app.addChildren([home, today, gallery])]),
  context: { queryClient },
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultErrorComponent: RouteError,
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
})

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
