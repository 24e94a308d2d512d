import { type ReactNode, useId } from 'react'
import styles from './page.module.css'

interface Props {
  title?: string
  /** A few grey words beside the title. */
  hint?: ReactNode
  /** A button at the end of the head. */
  action?: ReactNode
  /** The content brings its own padding (tables, lists). */
  flush?: boolean
  children: ReactNode
}

export function Card({ title, hint, action, flush = false, children }: Props) {
  const id = useId()
  if (!title)
    return <div className={styles.card}>{flush ? children : <div className={styles.body}>{children}</div>}</div>
  return (
    <section className={styles.card} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {hint && <small>{hint}</small>}
        {action && <div className={styles.action}>{action}</div>}
      </header>
      {flush ? children : <div className={styles.body}>{children}</div>}
    </section>
  )
}
