import { useEffect, useSyncExternalStore } from 'react'

interface Page {
  title: string
  /** On a phone the shell's bars give way: both to a record, which brings its own, the tab bar alone to a form. */
  focused: Focus | undefined
  /** Where the way back stands in the phone's top bar. */
  backSlot: HTMLElement | null
}

type Focus = 'record' | 'form'

let page: Page = { title: '', focused: undefined, backSlot: null }
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

export function useFocusedTask(focused: Focus | undefined) {
  useEffect(() => {
    change({ focused })
    return () => change({ focused: undefined })
  }, [focused])
}

export const setBackSlot = (backSlot: HTMLElement | null) => change({ backSlot })

export const useCurrentPage = () => useSyncExternalStore(subscribe, () => page)
