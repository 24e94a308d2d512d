import { IconAlertOctagon } from '@tabler/icons-react'
import styles from './marks.module.css'
import type { Tone } from './tone'

interface Props {
  /** 0 none, 1–3 rising bars, 4 the octagon. */
  level: 0 | 1 | 2 | 3 | 4
  label: string
  /** Without it the label is only read out. */
  withLabel?: boolean
}

const tones: Tone[] = ['slate', 'slate', 'blue', 'orange', 'red']

export function PriorityMark({ level, label, withLabel = false }: Props) {
  const colour = `var(--cf-${tones[level]})`
  return (
    <span className={styles.priority} title={withLabel ? undefined : label}>
      {level === 4 ? (
        <IconAlertOctagon size={16} stroke={2.2} color={colour} aria-hidden />
      ) : (
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          {[0, 1, 2].map((bar) => (
            <rect
              key={bar}
              x={1.5 + bar * 5}
              y={10 - bar * 4}
              width="3.2"
              height={4.5 + bar * 4}
              rx="1.2"
              fill={bar < level ? colour : 'var(--cf-border)'}
            />
          ))}
        </svg>
      )}
      {withLabel ? label : <span className="vh">{label}</span>}
    </span>
  )
}
