import { NativeSelect, Switch, TextInput } from '@mantine/core'
import { useLocale, useT } from '@/i18n'
import { Field, type FieldErrors } from '@/kit/form'
import { FormPair } from '@/kit/form_page'
import { Choices, WeekdayWord } from './choices'
import {
  months,
  monthWord,
  places,
  type Rule,
  type Unit,
  unitNames,
  type Weekday,
  weekdayNames,
  weekdayWord,
} from './rule'
import styles from './rule_builder.module.css'

interface Props {
  rule: Rule
  errors: FieldErrors
  onChange: (part: Partial<Rule>) => void
}

/** “Every 3 months, on the last day, counted from the calendar”, one choice after the other. */
export function RuleBuilder({ rule, errors, onChange }: Props) {
  const t = useT()
  const monthly = rule.unit === 'month' || rule.unit === 'year'
  const change = (part: Partial<Rule>) => onChange({ rrule: undefined, ...part })
  return (
    <>
      {rule.rrule && <p className={styles.custom}>{t('preventive.rule.custom', { rule: rule.rrule })}</p>}
      <div className={styles.sentence}>
        <Field name="every" label={t('preventive.rule.every')} error={errors['trigger.every'] ?? errors.trigger}>
          {(control) => (
            <TextInput
              {...control}
              type="number"
              inputMode="numeric"
              min={1}
              max={1000}
              value={rule.every}
              onChange={(event) =>
                change({ every: Math.max(1, Math.min(1000, Number(event.currentTarget.value) || 1)) })
              }
            />
          )}
        </Field>
        <Field name="unit" label={t('preventive.rule.unit')}>
          {(control) => (
            <NativeSelect
              {...control}
              value={rule.unit}
              data={unitNames.map((unit) => ({
                value: unit,
                label: t(`preventive.unit.${unit}`, { count: rule.every }),
              }))}
              onChange={(event) => change({ unit: event.currentTarget.value as Unit })}
            />
          )}
        </Field>
      </div>
      {rule.unit === 'week' && (
        <Choices
          label={t('preventive.rule.on_days')}
          options={weekdayNames.map((day) => ({ value: day, label: <WeekdayWord day={day} short /> }))}
          chosen={rule.weekdays}
          onChange={(weekdays) => change({ weekdays })}
        />
      )}
      {monthly && <MonthDay rule={rule} onChange={change} />}
      {rule.unit === 'year' && <MonthChoices rule={rule} onChange={change} />}
      <FormPair>
        <Field name="starts_on" label={t('preventive.rule.starts_on')} error={errors['trigger.starts_on']}>
          {(control) => (
            <TextInput
              {...control}
              type="date"
              value={rule.starts_on}
              onChange={(event) => onChange({ starts_on: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field
          name="basis"
          label={t('preventive.rule.basis')}
          hint={t(`preventive.basis_hint.${rule.basis}`)}
          error={errors['trigger.basis']}
        >
          {(control) => (
            <NativeSelect
              {...control}
              value={rule.basis}
              data={(['fixed', 'floating'] as const).map((basis) => ({
                value: basis,
                label: t(`preventive.basis.${basis}`),
              }))}
              onChange={(event) => onChange({ basis: event.currentTarget.value as Rule['basis'] })}
            />
          )}
        </Field>
      </FormPair>
    </>
  )
}

function MonthDay({ rule, onChange }: { rule: Rule; onChange: (part: Partial<Rule>) => void }) {
  const t = useT()
  const locale = useLocale()
  return (
    <div className={styles.sentence}>
      <Field name="on" label={t('preventive.rule.on')}>
        {(control) => (
          <NativeSelect
            {...control}
            value={rule.on}
            data={(['start', 'day', 'weekday'] as const).map((on) => ({ value: on, label: t(`preventive.on.${on}`) }))}
            onChange={(event) => onChange({ on: event.currentTarget.value as Rule['on'] })}
          />
        )}
      </Field>
      {rule.on === 'day' && (
        <Field name="month_day" label={t('preventive.rule.month_day')}>
          {(control) => (
            <NativeSelect
              {...control}
              value={rule.month_day}
              data={[
                ...Array.from({ length: 31 }, (_, index) => ({ value: String(index + 1), label: String(index + 1) })),
                { value: '-1', label: t('preventive.last_day') },
              ]}
              onChange={(event) => onChange({ month_day: Number(event.currentTarget.value) })}
            />
          )}
        </Field>
      )}
      {rule.on === 'weekday' && (
        <>
          <Field name="week_of_month" label={t('preventive.rule.which')}>
            {(control) => (
              <NativeSelect
                {...control}
                value={rule.week_of_month}
                data={places.map((place) => ({
                  value: String(place),
                  label: t(`preventive.place.${place === -1 ? 'last' : place}`),
                }))}
                onChange={(event) => onChange({ week_of_month: Number(event.currentTarget.value) })}
              />
            )}
          </Field>
          <Field name="weekday" label={t('preventive.rule.weekday')}>
            {(control) => (
              <NativeSelect
                {...control}
                value={rule.weekday}
                data={weekdayNames.map((day) => ({ value: day, label: weekdayWord(day, locale) }))}
                onChange={(event) => onChange({ weekday: event.currentTarget.value as Weekday })}
              />
            )}
          </Field>
        </>
      )}
    </div>
  )
}

function MonthChoices({ rule, onChange }: { rule: Rule; onChange: (part: Partial<Rule>) => void }) {
  const t = useT()
  const locale = useLocale()
  return (
    <Choices
      label={t('preventive.rule.in_months')}
      options={months.map((month) => ({ value: month, label: monthWord(month, locale) }))}
      chosen={rule.months}
      onChange={(chosen) => onChange({ months: chosen })}
    />
  )
}

interface WhileOpenProps {
  checked: boolean
  onChange: (checked: boolean) => void
}

/** “Not while one is open.” */
export function WhileOpen({ checked, onChange }: WhileOpenProps) {
  const t = useT()
  return (
    <Switch
      size="md"
      label={t('preventive.while_open')}
      description={t('preventive.while_open_hint')}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}
