import { useRouter } from '@tanstack/react-router'
import { type NavGroup, type NavItem, navigation } from './nav'
import { can, useSession } from './session'

/** The areas that exist and that this person may see. An area appears as soon as its route does. */
export function useNavigation(): NavGroup[] {
  const routes = useRouter().routesByPath as Record<string, unknown>
  const session = useSession()
  const visible = (item: NavItem) => item.to in routes && (!item.permission || can(session, item.permission))
  return navigation
    .map((group) => ({ ...group, items: group.items.filter(visible) }))
    .filter((group) => group.items.length > 0)
}

/** Tells whether an address, with `$id` in the place of an id, is there. */
export function useHasRoute(): (to: string) => boolean {
  const routes = useRouter().routesByPath as Record<string, unknown>
  return (to) => to in routes
}

/** Whether this address is there and the person may use it. */
export function useCanOpen(to: string, permission?: string): boolean {
  const routes = useRouter().routesByPath as Record<string, unknown>
  const session = useSession()
  return to in routes && (!permission || can(session, permission))
}
