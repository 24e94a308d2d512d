import type { CSSProperties } from 'react'
import type { Tone } from './theme/tokens'

export type { Tone } from './theme/tokens'

/** The three colours of a tone as `--fg`, `--bg` and `--solid`, for a CSS module to use. */
export const toneVariables = (tone: Tone) =>
  ({ '--fg': `var(--cf-${tone}-fg)`, '--bg': `var(--cf-${tone}-bg)`, '--solid': `var(--cf-${tone})` }) as CSSProperties
