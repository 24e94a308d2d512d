import type { Icon } from '@tabler/icons-react'
import styles from './page.module.css'

interface Props<Value extends string> {
  label: string
  value: Value
  options: readonly { value: Value; label: string; icon?: Icon }[]
  onChange: (value: Value) => void
}

/** A switch between a few ways to look at the same thing (list, board). On a phone only the icons show. */
export function Segments<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <fieldset className={styles.segments} style={{ border: 0, margin: 0 }}>
      <legend className="vh">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className={styles.segment}
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.icon && <option.icon size={17} stroke={1.75} aria-hidden />}
          <span>{option.label}</span>
        </button>
      ))}
    </fieldset>
  )
}
