import { useHotkeys } from '@mantine/hooks'
import { paths } from '@/paths'
import { useGo } from './go'
import { navigation } from './nav'
import { singleKeysOn } from './preferences'
import { useCanOpen, useNavigation } from './use_navigation'

interface Handlers {
  onPalette: () => void
  onKeys: () => void
  onCollapse: () => void
}

const inDialog = () => document.querySelector('[role="dialog"], [role="menu"]') !== null

/** Keys that work on every page. While typing, and under an open layer, single letters do nothing. */
export function useShortcuts({ onPalette, onKeys, onCollapse }: Handlers) {
  const go = useGo()
  const areas = useNavigation().flatMap((group) => group.items)
  const creates = useCanOpen(paths.newWorkOrder(), 'work_orders.create')
  const single = (run: () => unknown) => () => {
    if (singleKeysOn() && !inDialog()) run()
  }
  const jumps = navigation
    .flatMap((group) => group.items)
    .flatMap(({ letter, to }): [string, () => void][] => {
      if (!letter) return []
      return [[`shift+${letter}`, single(() => areas.some((area) => area.to === to) && go(to))]]
    })
  useHotkeys([
    ['mod+K', onPalette],
    ['/', single(onPalette)],
    ['shift+/', single(onKeys)],
    ['?', single(onKeys)],
    ['[', single(onCollapse)],
    ['N', single(() => creates && go(paths.newWorkOrder()))],
    ...jumps,
  ])
}
