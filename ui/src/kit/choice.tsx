import type { ChangeEvent, ReactNode } from 'react'
import { useId } from 'react'
import styles from './choice.module.css'

interface ChoiceProps<Value extends string> {
  label: string
  hint?: ReactNode
  value: Value
  options: readonly { value: Value; label: string; detail?: ReactNode }[]
  disabled?: boolean
  /** One under the other instead of side by side. */
  stacked?: boolean
  onChange: (value: Value) => void
}

/** One of a few, all in sight: radio buttons as large as their words. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, hint, value, options, disabled, stacked, onChange } = props
  const name = useId()
  return (
    <fieldset className={styles.group} disabled={disabled}>
      <legend>{label}</legend>
      {hint && <small>{hint}</small>}
      <div className={styles.options} data-stacked={stacked || undefined}>
        {options.map((option) => (
          <label key={option.value} className={styles.option}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            <i data-round aria-hidden />
            <span>
              {option.label}
              {option.detail && <small>{option.detail}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

interface TickProps {
  label: ReactNode
  detail?: ReactNode
  checked: boolean
  disabled?: boolean
  onChange: (event: ChangeEvent<HTMLInputElement>) => void
}

/** Yes or no: a checkbox whose words are part of the target. */
export function Tick({ label, detail, checked, disabled, onChange }: TickProps) {
  return (
    <label className={styles.tick}>
      <input type="checkbox" checked={checked} disabled={disabled} onChange={onChange} />
      <i aria-hidden />
      <span>
        {label}
        {detail && <small>{detail}</small>}
      </span>
    </label>
  )
}

/** Several ticks under one label, in columns where there is room. */
export function Ticks({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{label}</legend>
      <div className={styles.ticks}>{children}</div>
    </fieldset>
  )
}
