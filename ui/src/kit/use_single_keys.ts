import { useHotkeys } from '@mantine/hooks'

/** Single letters of a page: off under an open layer, while typing, and for people who switched them off (WCAG 2.1.4). */
export function useSingleKeys(keys: readonly (readonly [key: string, run: () => void])[]) {
  useHotkeys(
    keys.map(([key, run]) => [
      key,
      () => {
        const covered = document.querySelector('[role="dialog"], [role="menu"]')
        if (!covered && localStorage.getItem('cf-single-keys') !== 'off') run()
      },
    ]),
  )
}
