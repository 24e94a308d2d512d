import type { ReactNode } from 'react'
import styles from './marks.module.css'
import { type Tone, toneVariables } from './tone'

export type Shape = 'ring' | 'dot' | 'half' | 'square'

interface Props {
  tone: Tone
  /** Says the same as the colour, for those who do not see it and for print. */
  shape?: Shape
  struck?: boolean
  children: ReactNode
}

export function StatusPill({ tone, shape, struck, children }: Props) {
  return (
    <span className={styles.pill} style={toneVariables(tone)}>
      {shape && <i className={styles.shape} data-shape={shape} aria-hidden />}
      <span className={struck ? styles.struck : undefined}>{children}</span>
    </span>
  )
}
