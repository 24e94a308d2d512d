import type { Translate } from '@/i18n'

const builtIn = ['administrator', 'manager', 'planner', 'technician', 'requester', 'viewer'] as const

/** Words for a built-in role; an organisation's own roles are shown as they named them. */
export function roleName(t: Translate, name: string): string {
  const known = builtIn.find((role) => role === name)
  return known ? t(`people.role.${known}`) : name
}
