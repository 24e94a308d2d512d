import type { ReactNode } from 'react'
import styles from './page.module.css'

export interface ViewTab<Id extends string = string> {
  id: Id
  label: string
  count?: string
}

interface Props<Id extends string> {
  label: string
  tabs: readonly ViewTab<Id>[]
  active: Id
  /** The tab's address, so that it can be opened in another window. */
  href: (id: Id) => string
  onOpen: (id: Id) => void
  /** “Save view” and the like. */
  children?: ReactNode
}

const plainClick = (event: React.MouseEvent) =>
  !(event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)

/** Saved views: links that look like tabs, because each is an address. */
export function ViewTabs<Id extends string>({ label, tabs, active, href, onOpen, children }: Props<Id>) {
  return (
    <nav className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <a
          key={tab.id}
          href={href(tab.id)}
          className={styles.tab}
          aria-current={tab.id === active ? 'page' : undefined}
          onClick={(event) => {
            if (!plainClick(event)) return
            event.preventDefault()
            onOpen(tab.id)
          }}
        >
          {tab.label}
          {tab.count && <em>{tab.count}</em>}
        </a>
      ))}
      {children}
    </nav>
  )
}
