import { lazy, type MouseEventHandler, type ReactNode, Suspense, useState } from 'react'

const MenuPopup = lazy(() => import('./menu_popup'))

export interface MenuEntry {
  id: string
  label: string
  /** How it looks instead of the label: a pill, a mark. */
  display?: ReactNode
  icon?: ReactNode
  /** At the end: a key, a count. */
  hint?: ReactNode
  /** Makes it a choice: several (`checkbox`) or one of the section (`radio`). */
  checked?: boolean
  role?: 'menuitemcheckbox' | 'menuitemradio'
  /** Why it cannot be done now: shown under the label, and the entry is disabled. */
  refused?: string | undefined
  danger?: boolean
  onSelect: () => void
}

export interface MenuSection {
  id: string
  title?: string
  entries: readonly MenuEntry[]
}

export interface MenuProps {
  /** The button; give it `onClick` as handed in. */
  target: (onClick?: MouseEventHandler) => ReactNode
  sections: readonly MenuSection[]
  position?: 'bottom-start' | 'bottom-end' | 'top-start'
  width?: number
  /** Stays open after a choice, for checkboxes. */
  keepOpen?: boolean
}

/** A menu whose machinery (positioning, roving focus) is loaded on first use, so that no page pays for it at first sight. */
export function Menu(props: MenuProps) {
  const [used, setUsed] = useState(false)
  const closed = props.target(() => setUsed(true))
  if (!used) return closed
  return (
    <Suspense fallback={closed}>
      <MenuPopup {...props} />
    </Suspense>
  )
}
