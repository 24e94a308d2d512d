import { useEffect, useSyncExternalStore } from 'react'

interface Page {
  title: string
  /** A focused task (one record on a phone): the shell's bars give way. */
  focused: boolean
}

let page: Page = { title: '', focused: false }
const listeners = new Set<() => void>()

function change(next: Partial<Page>) {
  page = { ...page, ...next }
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function show(title: string) {
  document.title = title ? `${title} · ChatterFix` : 'ChatterFix'
  change({ title })
}

/** Names the page in the browser's tab, in the phone's top bar, and to a screen reader after a change of route. */
export function usePageTitle(title: string) {
  useEffect(() => {
    const before = page.title
    show(title)
    // What lay over another page gives it its name back.
    return () => {
      if (page.title === title) show(before)
    }
  }, [title])
}

export function useFocusedTask(active = true) {
  useEffect(() => {
    change({ focused: active })
    return () => change({ focused: false })
  }, [active])
}

export const useCurrentPage = () => useSyncExternalStore(subscribe, () => page)
