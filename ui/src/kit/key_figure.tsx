import type { ReactNode } from 'react'
import styles from './page.module.css'

interface Props {
  label: string
  value: ReactNode
  unit?: string
  tone?: 'red' | 'amber'
  /** Wraps the figure in the link to the list that makes it. Every number opens. */
  link?: (className: string | undefined, content: ReactNode) => ReactNode
}

export function KeyFigure({ label, value, unit, tone, link }: Props) {
  const content = (
    <>
      <small>{label}</small>
      <b data-tone={tone}>{value}</b>
      {unit && <i>{unit}</i>}
    </>
  )
  return link ? link(styles.figure, content) : <div className={styles.figure}>{content}</div>
}
