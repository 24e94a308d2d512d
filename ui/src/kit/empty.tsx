import type { ReactNode } from 'react'
import styles from './states.module.css'

type Art = 'check' | 'search' | 'error' | 'offline' | 'lock'

interface Props {
  title: string
  text?: ReactNode
  action?: ReactNode
  art?: Art
  /** `h1` where it is all there is on the page. */
  heading?: 'h1' | 'h2'
  children?: ReactNode
}

const tone = { check: 'green', search: 'petrol', error: 'red', offline: 'amber', lock: 'slate' } as const

const drawing: Record<Art, string> = {
  check: 'm75 58 5 5 9-10',
  search: 'M86 62l5 5M88 56.500a6.500 6.500 0 1 1-13 0 6.500 6.500 0 0 1 13 0Z',
  error: 'M82 50v9m0 6v.1',
  offline: 'M74 56c4.500-4.500 11.500-4.500 16 0M77.500 60.500c2.500-2.500 6.500-2.500 9 0M82 65v.1',
  lock: 'M76 57h12v8H76zM78.500 57v-3.500a3.500 3.500 0 0 1 7 0V57',
}

/** The empty states: nothing yet (`check`), nothing matches (`search`), no right to see it (`lock`). */
export function Empty({ title, text, action, art = 'check', heading: Heading = 'h2', children }: Props) {
  return (
    <div className={styles.state} role={art === 'error' ? 'alert' : undefined}>
      <svg viewBox="0 0 104 80" fill="none" aria-hidden="true">
        <rect x="14" y="8" width="76" height="58" rx="10" fill="var(--cf-sunken)" />
        <rect
          x="24.75"
          y=".75"
          width="65"
          height="57"
          rx="10"
          fill="var(--cf-card)"
          stroke="var(--cf-border)"
          strokeWidth="1.5"
        />
        <rect x="34" y="13" width="30" height="5" rx="2.5" fill="var(--cf-border)" />
        <rect x="34" y="25" width="44" height="5" rx="2.5" fill="var(--cf-border)" />
        <rect x="34" y="37" width="22" height="5" rx="2.5" fill="var(--cf-border)" />
        <circle cx="82" cy="58" r="17" fill={`var(--cf-${tone[art]}-bg)`} stroke="var(--cf-canvas)" strokeWidth="4" />
        <path
          d={drawing[art]}
          stroke={`var(--cf-${tone[art]})`}
          strokeWidth="3"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <Heading>{title}</Heading>
      {text && <p>{text}</p>}
      {action && <div className={styles.actions}>{action}</div>}
      {children}
    </div>
  )
}
