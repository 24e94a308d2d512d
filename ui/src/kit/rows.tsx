import type { ReactNode } from 'react'
import styles from './rows.module.css'

/** A list inside a card: one thing a row, an icon before it, its state at the end. */
export function Rows({ children }: { children: ReactNode }) {
  return <ul className={styles.rows}>{children}</ul>
}

interface RowProps {
  /** An icon of 18 pixels, or a small picture. */
  icon?: ReactNode
  /** A link is stretched over the whole row. */
  title: ReactNode
  /** Grey words under the title. */
  note?: ReactNode
  /** State, figure or menu. */
  end?: ReactNode
  /** The end is long: on a phone it stands under the words. */
  long?: boolean
  /** Layers that belong to the row. */
  children?: ReactNode
}

export function Row({ icon, title, note, end, long, children }: RowProps) {
  return (
    <li className={styles.row} data-long={long || undefined}>
      {icon && <span className={styles.icon}>{icon}</span>}
      <span className={styles.words}>
        {title}
        {note && (
          <small className="num" dir="auto">
            {note}
          </small>
        )}
      </span>
      {end && <span className={styles.end}>{end}</span>}
      {children}
    </li>
  )
}

interface AmountProps {
  /** Came in, in contrast to went out. */
  gain?: boolean
  /** Grey words under the figure. */
  note?: ReactNode
  children: ReactNode
}

/** A figure at the end of a row. */
export function RowAmount({ gain, note, children }: AmountProps) {
  return (
    <span className={styles.amount}>
      <span data-gain={gain || undefined}>{children}</span>
      {note && <small>{note}</small>}
    </span>
  )
}

/** In the place of rows that do not exist. */
export function NoRows({ children }: { children: ReactNode }) {
  return <p className={styles.none}>{children}</p>
}

/** Under the rows: a button for more of them. */
export function MoreRows({ children }: { children: ReactNode }) {
  return <div className={styles.more}>{children}</div>
}
