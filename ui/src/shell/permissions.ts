import type { Schemas } from '@/api/client'

export type Permission = Schemas['Permission']
export type Scope = Schemas['Scope']
export type Grants = Partial<Record<Permission, Scope>>

interface Area {
  /** The first part of the permissions' names. */
  name: string
  permissions: readonly Permission[]
  /** Whether the permission can be narrowed to a person's own records, team or site. */
  scoped: boolean
}

/** Every permission in the order in which a person thinks of them; a test compares it with the server's list. */
export const areas = [
  {
    name: 'work_orders',
    scoped: true,
    permissions: [
      'work_orders.view',
      'work_orders.create',
      'work_orders.comment',
      'work_orders.work',
      'work_orders.edit',
      'work_orders.plan',
      'work_orders.close',
      'work_orders.view_costs',
    ],
  },
  { name: 'assets', scoped: true, permissions: ['assets.view', 'assets.set_status', 'assets.manage'] },
  { name: 'sites', scoped: true, permissions: ['sites.view', 'sites.manage'] },
  { name: 'parts', scoped: true, permissions: ['parts.view', 'parts.issue', 'parts.manage'] },
  { name: 'meters', scoped: true, permissions: ['meters.view', 'meters.record', 'meters.manage'] },
  { name: 'preventive', scoped: true, permissions: ['preventive.view', 'preventive.manage'] },
  {
    name: 'administration',
    scoped: false,
    permissions: [
      'people.view',
      'people.manage',
      'views.share',
      'settings.view',
      'settings.manage',
      'imports.run',
      'audit.view',
    ],
  },
] as const satisfies readonly Area[]

type Listed = (typeof areas)[number]['permissions'][number]
/** Does not compile while a permission of the server is missing above. */
export type AllListed = [Exclude<Permission, Listed>] extends [never] ? true : never
export const allListed: AllListed = true

export const scopes = ['own', 'team', 'site', 'all'] as const satisfies readonly Scope[]
