import { type RefObject, useCallback } from 'react'
import { useSingleKeys } from './use_single_keys'

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
  useSingleKeys([
    ['J', () => move(1)],
    ['K', () => move(-1)],
    ['X', select],
  ])
}
