import type { Icon } from '@tabler/icons-react'
import {
  IconBuilding,
  IconFileImport,
  IconHeartbeat,
  IconHistory,
  IconKey,
  IconMapPin,
  IconShieldLock,
  IconSparkles,
  IconUser,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { Key } from '@/i18n'
import { paths } from '@/paths'

export interface Area {
  to: string
  label: Key
  icon: Icon
  permission?: string
}

export interface AreaGroup {
  label: Key
  areas: readonly Area[]
}

/** The list on the left of the settings. */
export const groups: readonly AreaGroup[] = [
  {
    label: 'settings.group.mine',
    areas: [
      { to: paths.me(), label: 'settings.me.title', icon: IconUser },
      { to: paths.access(), label: 'settings.access.title', icon: IconKey },
    ],
  },
  {
    label: 'settings.group.organization',
    areas: [
      { to: paths.organization(), label: 'settings.organization.title', icon: IconBuilding },
      { to: paths.sites(), label: 'sites.title', icon: IconMapPin, permission: 'sites.view' },
      { to: paths.people(), label: 'people.title', icon: IconUsers, permission: 'people.view' },
      { to: paths.teams(), label: 'people.teams', icon: IconUsersGroup, permission: 'people.view' },
      { to: paths.roles(), label: 'people.roles', icon: IconShieldLock, permission: 'people.view' },
    ],
  },
  {
    label: 'settings.group.system',
    areas: [
      { to: paths.ai(), label: 'settings.ai.title', icon: IconSparkles, permission: 'settings.view' },
      { to: paths.imports(), label: 'settings.imports', icon: IconFileImport, permission: 'imports.run' },
      { to: paths.audit(), label: 'audit.title', icon: IconHistory, permission: 'audit.view' },
      { to: paths.health(), label: 'settings.health.title', icon: IconHeartbeat, permission: 'settings.view' },
    ],
  },
]
