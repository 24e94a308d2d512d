import type { Icon } from '@tabler/icons-react'
import {
  IconBuildingFactory2,
  IconCalendarRepeat,
  IconClipboardList,
  IconGauge,
  IconHome,
  IconMapPin,
  IconPackages,
  IconSettings,
} from '@tabler/icons-react'
import type { Key } from '@/i18n'
import { paths } from '@/paths'

export interface NavItem {
  to: string
  label: Key
  icon: Icon
  /** Needed to see the area at all. */
  permission?: string
  /** Shift and this letter go there. */
  letter?: string
}

export interface NavGroup {
  label: Key
  items: NavItem[]
}

export const navigation: readonly NavGroup[] = [
  {
    label: 'shell.group.work',
    items: [
      { to: paths.today(), label: 'today.title', icon: IconHome, letter: 'T' },
      {
        to: paths.workOrders(),
        label: 'work_orders.title',
        icon: IconClipboardList,
        permission: 'work_orders.view',
        letter: 'W',
      },
      {
        to: paths.preventive(),
        label: 'preventive.title',
        icon: IconCalendarRepeat,
        permission: 'preventive.view',
        letter: 'P',
      },
    ],
  },
  {
    label: 'shell.group.equipment',
    items: [
      { to: paths.assets(), label: 'assets.title', icon: IconBuildingFactory2, permission: 'assets.view', letter: 'A' },
      { to: paths.meters(), label: 'shell.meters', icon: IconGauge, permission: 'meters.view', letter: 'M' },
      { to: paths.sites(), label: 'sites.title', icon: IconMapPin, permission: 'sites.view', letter: 'L' },
      { to: paths.parts(), label: 'parts.title', icon: IconPackages, permission: 'parts.view', letter: 'I' },
    ],
  },
  {
    label: 'shell.group.administration',
    items: [{ to: paths.settings(), label: 'settings.title', icon: IconSettings, letter: 'S' }],
  },
]
