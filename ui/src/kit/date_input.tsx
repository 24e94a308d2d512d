import { TextInput } from '@mantine/core'
import { useLocale, useT } from '@/i18n'
import { datePresets, formatWeekday, fromDateField, toDateField } from '@/lib/dates'
import type { FieldControl } from './form'
import styles from './form.module.css'

interface Props {
  control: FieldControl
  value: Date | null
  onChange: (day: Date | null) => void
  /** For tests; the present otherwise. */
  now?: Date
}

/** Relative presets first, then the system's own date field, which speaks the person's calendar. */
export function DateInput({ control, value, onChange, now = new Date() }: Props) {
  const t = useT()
  const locale = useLocale()
  const chosen = value ? toDateField(value) : ''
  return (
    <div style={{ display: 'grid', gap: 8 }}>
      <div className={styles.presets}>
        {datePresets(now).map((preset) => (
          <button
            key={preset.name}
            type="button"
            className={styles.preset}
            aria-pressed={chosen === toDateField(preset.at)}
            onClick={() => onChange(chosen === toDateField(preset.at) ? null : preset.at)}
          >
            {preset.name === 'weekday' ? formatWeekday(preset.at, locale) : t(`kit.date.${preset.name}`)}
          </button>
        ))}
      </div>
      <TextInput
        {...control}
        type="date"
        value={chosen}
        onChange={(event) => onChange(fromDateField(event.currentTarget.value))}
      />
    </div>
  )
}
