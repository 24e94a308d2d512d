import type { ReactNode } from 'react'
import { useLocale } from '@/i18n'
import { type Weekday, weekdayWord } from './rule'
import styles from './rule_builder.module.css'

interface ChoicesProps<Value extends string | number> {
  label: string
  options: readonly { value: Value; label: ReactNode }[]
  chosen: readonly Value[]
  onChange: (chosen: Value[]) => void
}

/** Several of a few, as buttons that stay pressed. */
export function Choices<Value extends string | number>({ label, options, chosen, onChange }: ChoicesProps<Value>) {
  return (
    <fieldset className={styles.choices}>
      <legend>{label}</legend>
      {options.map(({ value, label: words }) => (
        <button
          key={value}
          type="button"
          aria-pressed={chosen.includes(value)}
          onClick={() => onChange(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])}
        >
          {words}
        </button>
      ))}
    </fieldset>
  )
}

export function WeekdayWord({ day, short = false }: { day: Weekday; short?: boolean }) {
  return weekdayWord(day, useLocale(), short ? 'short' : 'long')
}
