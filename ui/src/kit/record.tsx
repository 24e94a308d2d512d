import { Fragment, type ReactNode } from 'react'
import styles from './record.module.css'

/** A record's cards: the work on the left, what is known about it beside, one under the other on a phone. */
export function RecordColumns({ side, children }: { side?: ReactNode; children: ReactNode }) {
  return (
    <div className={styles.page}>
      <div className={styles.column}>{children}</div>
      {side && <div className={styles.column}>{side}</div>}
    </div>
  )
}

/** On a phone the page's heading is in the top bar and short; the full name stands in the first card. */
export function RecordName({ children }: { children: ReactNode }) {
  return (
    <p className={styles.name} dir="auto">
      {children}
    </p>
  )
}

export function RecordText({ children }: { children: ReactNode }) {
  return (
    <p className={styles.text} dir="auto">
      {children}
    </p>
  )
}

export type Entry = readonly [label: string, value: ReactNode]

/** The few facts that people look for first, label over value. */
export function Facts({ entries }: { entries: readonly Entry[] }) {
  return (
    <dl className={styles.facts}>
      {entries.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className="num">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Everything else, label beside value; empty ones are left out. */
export function Details({ entries }: { entries: readonly Entry[] }) {
  const known = entries.filter(([, value]) => value)
  if (!known.length) return null
  return (
    <dl className={styles.details}>
      {known.map(([label, value]) => (
        <Fragment key={label}>
          <dt>{label}</dt>
          <dd dir="auto">{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

interface NoteProps {
  tone?: 'amber' | 'red' | 'petrol' | 'slate'
  icon?: ReactNode
  /** A button that ends the state. */
  action?: ReactNode
  children: ReactNode
}

/** A state that must not be missed: down, paused, archived, under warranty. */
export function RecordNote({ tone = 'slate', icon, action, children }: NoteProps) {
  return (
    <div className={styles.note} data-tone={tone}>
      {icon}
      <span>{children}</span>
      {action}
    </div>
  )
}

/** Notes between a record's heading and its cards. */
export function RecordNotes({ children }: { children: ReactNode }) {
  return (
    <div className={styles.notes} role="status">
      {children}
    </div>
  )
}
