import { TextInput } from '@mantine/core'
import { useT } from '@/i18n'
import { Field, type FieldErrors } from '@/kit/form'
import { FormSection } from '@/kit/form_page'
import { QuantityInput } from '@/kit/number_inputs'
import { Lines, Remove } from './calendar_section'
import { type LevelDraft, nextKey } from './draft'
import styles from './lines.module.css'

interface Props {
  levels: LevelDraft[]
  errors: FieldErrors
  onChange: (levels: LevelDraft[]) => void
}

/** Greater services that take the place of the usual one at every n-th date. */
export function LevelsSection({ levels, errors, onChange }: Props) {
  const t = useT()
  return (
    <FormSection title={t('preventive.levels.title')} hint={t('preventive.levels.hint')}>
      <Lines
        label={t('preventive.levels.list')}
        add={t('preventive.levels.add')}
        onAdd={() =>
          onChange([...levels, { key: nextKey(levels), every_nth: 12, name: '', description: '', minutes: null }])
        }
      >
        {levels.map((level, index) => {
          const set = (part: Partial<LevelDraft>) =>
            onChange(levels.map((one) => (one === level ? { ...level, ...part } : one)))
          const error = (field: string) => errors[`levels[${index}].${field}`]
          return (
            <li key={level.key} className={styles.line}>
              <Field
                name={`level_nth_${level.key}`}
                label={t('preventive.levels.every_nth')}
                error={error('every_nth')}
              >
                {(control) => (
                  <QuantityInput
                    control={control}
                    whole
                    unit="×"
                    value={level.every_nth}
                    onChange={(nth) => set({ every_nth: nth })}
                  />
                )}
              </Field>
              <Field name={`level_name_${level.key}`} label={t('preventive.levels.name')} error={error('name')}>
                {(control) => (
                  <TextInput
                    {...control}
                    value={level.name}
                    onChange={(event) => set({ name: event.currentTarget.value })}
                  />
                )}
              </Field>
              <Field
                name={`level_minutes_${level.key}`}
                label={t('preventive.field.estimate')}
                optional
                error={error('estimated_minutes')}
              >
                {(control) => (
                  <QuantityInput
                    control={control}
                    whole
                    unit="min"
                    value={level.minutes}
                    onChange={(minutes) => set({ minutes })}
                  />
                )}
              </Field>
              <Remove
                label={t('preventive.levels.remove')}
                onRemove={() => onChange(levels.filter((one) => one !== level))}
              />
              <div className={styles.wide}>
                <Field
                  name={`level_description_${level.key}`}
                  label={t('preventive.field.instructions')}
                  optional
                  error={error('description')}
                >
                  {(control) => (
                    <TextInput
                      {...control}
                      value={level.description}
                      onChange={(event) => set({ description: event.currentTarget.value })}
                    />
                  )}
                </Field>
              </div>
            </li>
          )
        })}
      </Lines>
    </FormSection>
  )
}
