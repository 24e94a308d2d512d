import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useLocale, useT } from '@/i18n'
import { Field, type FieldErrors } from '@/kit/form'
import { FormSection } from '@/kit/form_page'
import { Choices, WeekdayWord } from './choices'
import { type CalendarDraft, nextKey, type OnDayOff, type SeasonDraft } from './draft'
import styles from './lines.module.css'
import { months, monthWord, weekdayNames } from './rule'

const onDayOff: readonly OnDayOff[] = ['later', 'earlier', 'nearest', 'omit']

interface Props {
  calendar: CalendarDraft
  errors: FieldErrors
  onChange: (part: Partial<CalendarDraft>) => void
}

/** Days on which the plan is never due, and where a date goes that falls on one. */
export function CalendarSection({ calendar, errors, onChange }: Props) {
  const t = useT()
  const { closures, seasons } = calendar
  const rests = calendar.days_off.length > 0 || closures.length > 0
  return (
    <FormSection title={t('preventive.calendar.title')} hint={t('preventive.calendar.hint')}>
      <Choices
        label={t('preventive.calendar.days_off')}
        options={weekdayNames.map((day) => ({ value: day, label: <WeekdayWord day={day} short /> }))}
        chosen={calendar.days_off}
        onChange={(days) => onChange({ days_off: days })}
      />
      {rests && (
        <Field
          name="on_day_off"
          label={t('preventive.calendar.on_day_off')}
          error={errors['calendar.days_off'] ?? errors.calendar}
        >
          {(control) => (
            <NativeSelect
              {...control}
              value={calendar.on_day_off}
              data={onDayOff.map((value) => ({ value, label: t(`preventive.on_day_off.${value}`) }))}
              onChange={(event) => onChange({ on_day_off: event.currentTarget.value as OnDayOff })}
            />
          )}
        </Field>
      )}
      <Lines
        label={t('preventive.calendar.closures')}
        add={t('preventive.calendar.add_closure')}
        onAdd={() => onChange({ closures: [...closures, { key: nextKey(closures), from: '', to: '', what: '' }] })}
      >
        {closures.map((closure, index) => {
          const set = (part: Partial<typeof closure>) =>
            onChange({ closures: closures.map((one) => (one === closure ? { ...closure, ...part } : one)) })
          return (
            <li key={closure.key} className={styles.line}>
              <Field name={`closure_from_${closure.key}`} label={t('preventive.calendar.from')}>
                {(control) => (
                  <TextInput
                    {...control}
                    type="date"
                    value={closure.from}
                    onChange={(event) =>
                      set({ from: event.currentTarget.value, to: closure.to || event.currentTarget.value })
                    }
                  />
                )}
              </Field>
              <Field
                name={`closure_to_${closure.key}`}
                label={t('preventive.calendar.to')}
                error={errors[`calendar.closures[${index}].to`]}
              >
                {(control) => (
                  <TextInput
                    {...control}
                    type="date"
                    value={closure.to}
                    onChange={(event) => set({ to: event.currentTarget.value })}
                  />
                )}
              </Field>
              <Field name={`closure_what_${closure.key}`} label={t('preventive.calendar.what')} optional>
                {(control) => (
                  <TextInput
                    {...control}
                    value={closure.what}
                    onChange={(event) => set({ what: event.currentTarget.value })}
                  />
                )}
              </Field>
              <Remove
                label={t('preventive.calendar.remove_closure')}
                onRemove={() => onChange({ closures: closures.filter((one) => one !== closure) })}
              />
            </li>
          )
        })}
      </Lines>
      <Lines
        label={t('preventive.calendar.seasons')}
        add={t('preventive.calendar.add_season')}
        onAdd={() =>
          onChange({
            seasons: [...seasons, { key: nextKey(seasons), from_month: 4, from_day: 1, to_month: 9, to_day: 30 }],
          })
        }
      >
        {seasons.map((season, index) => (
          <SeasonLine
            key={season.key}
            season={season}
            error={errors[`calendar.seasons[${index}].from`] ?? errors[`calendar.seasons[${index}].to`]}
            onChange={(part) =>
              onChange({ seasons: seasons.map((one) => (one === season ? { ...season, ...part } : one)) })
            }
            onRemove={() => onChange({ seasons: seasons.filter((one) => one !== season) })}
          />
        ))}
      </Lines>
    </FormSection>
  )
}

interface SeasonProps {
  season: SeasonDraft
  error: string | undefined
  onChange: (part: Partial<SeasonDraft>) => void
  onRemove: () => void
}

function SeasonLine({ season, error, onChange, onRemove }: SeasonProps) {
  const t = useT()
  return (
    <li className={styles.line}>
      <DayOfYear
        name={`season_from_${season.key}`}
        label={t('preventive.calendar.from')}
        month={season.from_month}
        day={season.from_day}
        onChange={(from_month, from_day) => onChange({ from_month, from_day })}
      />
      <DayOfYear
        name={`season_to_${season.key}`}
        label={t('preventive.calendar.to')}
        month={season.to_month}
        day={season.to_day}
        error={error}
        onChange={(to_month, to_day) => onChange({ to_month, to_day })}
      />
      <Remove label={t('preventive.calendar.remove_season')} onRemove={onRemove} />
    </li>
  )
}

interface DayOfYearProps {
  name: string
  label: string
  month: number
  day: number
  error?: string | undefined
  onChange: (month: number, day: number) => void
}

/** A day of any year: a number and a month. */
function DayOfYear({ name, label, month, day, error, onChange }: DayOfYearProps) {
  const t = useT()
  const locale = useLocale()
  const days = Array.from({ length: 31 }, (_, index) => String(index + 1))
  return (
    <div className={styles.pair}>
      <Field name={name} label={label} error={error}>
        {(control) => (
          <NativeSelect
            {...control}
            value={String(day)}
            data={days}
            onChange={(event) => onChange(month, Number(event.currentTarget.value))}
          />
        )}
      </Field>
      <NativeSelect
        aria-label={t('preventive.calendar.month_of', { what: label })}
        value={String(month)}
        data={months.map((one) => ({ value: String(one), label: monthWord(one, locale) }))}
        onChange={(event) => onChange(Number(event.currentTarget.value), day)}
      />
    </div>
  )
}

interface LinesProps {
  label: string
  add: string
  onAdd: () => void
  children: ReactNode
}

/** A list that grows and shrinks, with its button below. */
export function Lines({ label, add, onAdd, children }: LinesProps) {
  return (
    <fieldset className={styles.lines}>
      <legend>{label}</legend>
      <ul>{children}</ul>
      <Button variant="default" size="sm" leftSection={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
        {add}
      </Button>
    </fieldset>
  )
}

export function Remove({ label, onRemove }: { label: string; onRemove: () => void }) {
  return (
    <ActionIcon className={styles.remove} variant="subtle" aria-label={label} onClick={onRemove}>
      <IconX size={18} aria-hidden />
    </ActionIcon>
  )
}
