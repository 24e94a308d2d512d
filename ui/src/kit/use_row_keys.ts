import { useHotkeys } from '@mantine/hooks'
import { type RefObject, useCallback } from 'react'

/** J and K walk over the rows' links, X selects the row that has the focus; Enter is the link's own key. */
export function useRowKeys(box: RefObject<HTMLElement | null>, onSelect?: (id: string, range: boolean) => void) {
  const move = useCallback(
    (step: 1 | -1) => {
      const links = [...(box.current?.querySelectorAll<HTMLAnchorElement>('[data-id] a') ?? [])]
      const at = links.indexOf(document.activeElement as HTMLAnchorElement)
      const next = at < 0 ? links[0] : links[at + step]
      next?.focus()
      next?.closest('[data-id]')?.scrollIntoView({ block: 'nearest' })
    },
    [box],
  )
  const select = () => {
    const id = document.activeElement?.closest<HTMLElement>('[data-id]')?.dataset.id
    if (id && box.current?.contains(document.activeElement)) onSelect?.(id, false)
  }
  const single = (run: () => void) => () => {
    if (!document.querySelector('[role="dialog"], [role="menu"]') && localStorage.getItem('cf-single-keys') !== 'off')
      run()
  }
  useHotkeys([
    ['J', single(() => move(1))],
    ['K', single(() => move(-1))],
    ['X', single(select)],
  ])
}
