import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { usePhone } from './media'
import styles from './page.module.css'
import { useCurrentPage, usePageTitle } from './page_title'

interface Props {
  title: string
  /** What the browser's tab and the phone's top bar say, when the heading says something else. */
  pageTitle?: string
  /** One line of facts: “93 work orders · 16 late”. */
  facts?: ReactNode
  /** A link to where this page belongs. */
  back?: ReactNode
  /** Buttons. */
  children?: ReactNode
}

/** Heading of a page. On a phone the shell's top bar shows the title and only facts and actions remain here. */
export function PageHead({ title, pageTitle, facts, back, children }: Props) {
  usePageTitle(pageTitle ?? title)
  return (
    <header className={styles.head}>
      <div className={styles.words}>
        {back && <WayBack>{back}</WayBack>}
        <h1>{title}</h1>
        {facts && <p className={facts === pageTitle ? styles.twice : 'num'}>{facts}</p>}
      </div>
      {children && <div className={styles.actions}>{children}</div>}
    </header>
  )
}

/** Over the heading; on a phone at the start of the shell's top bar. */
export function WayBack({ children }: { children: ReactNode }) {
  const phone = usePhone()
  const { backSlot } = useCurrentPage()
  if (!phone) return <div className={styles.back}>{children}</div>
  return backSlot && createPortal(children, backSlot)
}
