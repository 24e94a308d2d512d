import { TextInput } from '@mantine/core'
import { IconBackspace } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Tick } from '@/kit/choice'
import { Field, type FieldErrors } from '@/kit/form'
import { formatInstant } from '@/lib/dates'
import { clean, type Doubt, doubtOf, type Entry, numberOf, press } from './entry'
import { useValueWords } from './marks'
import type { Meter } from './queries'
import styles from './reading_pad.module.css'
import { unitWord } from './units'

interface Props {
  meter: Meter
  entry: Entry
  errors: FieldErrors
  onChange: (part: Partial<Entry>) => void
  /** The pad's own way to be done: Enter in the field. */
  onDone: () => void
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const

/** A reading typed with gloves on: what was read before, what is usual, large keys; words of a characteristic as buttons. */
export function ReadingPad({ meter, entry, errors, onChange, onDone }: Props) {
  const t = useT()
  const value = numberOf(entry.text)
  const doubt = doubtOf(meter, value)
  return (
    <div className={styles.pad}>
      <Before meter={meter} />
      {meter.kind === 'characteristic' ? (
        <fieldset className={styles.choices}>
          <legend>{t('meters.field.choice')}</legend>
          {meter.choices.map((choice) => (
            <button
              key={choice}
              type="button"
              aria-pressed={choice === entry.choice}
              onClick={() => onChange({ choice })}
            >
              {choice}
            </button>
          ))}
        </fieldset>
      ) : (
        <Numbers meter={meter} entry={entry} errors={errors} onChange={onChange} onDone={onDone} />
      )}
      <div role="status">{doubt && <DoubtText meter={meter} doubt={doubt} />}</div>
      {doubt === 'lower' && typeof meter.rollover_value === 'number' && (
        <Tick
          label={t('meters.pad.rolled_over')}
          detail={t('meters.pad.rolled_over_detail')}
          checked={entry.rollover}
          onChange={(event) => onChange({ rollover: event.currentTarget.checked })}
        />
      )}
      <Tick
        label={t('meters.pad.uncertain')}
        detail={t('meters.pad.uncertain_detail')}
        checked={entry.uncertain}
        onChange={(event) => onChange({ uncertain: event.currentTarget.checked })}
      />
    </div>
  )
}

/** What it showed last and what is usual. */
function Before({ meter }: { meter: Meter }) {
  const t = useT()
  const locale = useLocale()
  const say = useValueWords(meter)
  const { expected_from: from, expected_to: to, latest } = meter
  const usual =
    typeof from === 'number' && typeof to === 'number'
      ? t('meters.pad.between', { from: say(from), to: say(to) })
      : typeof from === 'number'
        ? t('meters.pad.at_least', { value: say(from) })
        : typeof to === 'number'
          ? t('meters.pad.at_most', { value: say(to) })
          : undefined
  return (
    <dl className={styles.before}>
      <div>
        <dt>{t('meters.pad.before')}</dt>
        <dd className="num">{latest ? say(latest.value) : t('meters.never_read')}</dd>
        {latest && <dd className="num">{formatInstant(new Date(latest.recorded_at), locale)}</dd>}
      </div>
      {usual && (
        <div>
          <dt>{t('meters.pad.usual')}</dt>
          <dd className="num">{usual}</dd>
        </div>
      )}
    </dl>
  )
}

function DoubtText({ meter, doubt }: { meter: Meter; doubt: NonNullable<Doubt> }) {
  const t = useT()
  const say = useValueWords(meter)
  const than = doubt === 'lower' ? meter.latest?.value : doubt === 'below' ? meter.expected_from : meter.expected_to
  return <p className={styles.doubt}>{t(`meters.doubt.${doubt}`, { value: say(than) })}</p>
}

function Numbers({ meter, entry, errors, onChange, onDone }: Props) {
  const t = useT()
  const locale = useLocale()
  const point = new Intl.NumberFormat(locale).formatToParts(1.1).find((part) => part.type === 'decimal')?.value ?? '.'
  const unit = unitWord(meter.unit)
  const hit = (key: string) => onChange({ text: press(entry.text, key) })
  return (
    <>
      <Field name="value" label={t('meters.field.value')} error={errors.value}>
        {(control) => (
          <TextInput
            {...control}
            classNames={{ input: styles.field ?? '' }}
            data-autofocus
            inputMode="none"
            autoComplete="off"
            value={entry.text.replace('.', point)}
            rightSection={<span>{unit}</span>}
            rightSectionWidth={Math.max(44, unit.length * 12 + 24)}
            rightSectionPointerEvents="none"
            onChange={(event) => onChange({ text: clean(event.currentTarget.value) })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              onDone()
            }}
          />
        )}
      </Field>
      <div className={styles.keys} role="group" aria-label={t('meters.pad.keys')}>
        {keys.map((key) => (
          <button key={key} type="button" onClick={() => hit(key)}>
            {key}
          </button>
        ))}
        <button
          type="button"
          aria-label={meter.kind === 'gauge' ? t('meters.pad.sign') : t('meters.pad.point')}
          onClick={() => hit(meter.kind === 'gauge' ? '-' : '.')}
        >
          {meter.kind === 'gauge' ? '±' : point}
        </button>
        <button type="button" onClick={() => hit('0')}>
          0
        </button>
        <button type="button" aria-label={t('meters.pad.back')} onClick={() => hit('back')}>
          <IconBackspace size={24} aria-hidden />
        </button>
        {meter.kind === 'gauge' && (
          <button type="button" className={styles.wide} aria-label={t('meters.pad.point')} onClick={() => hit('.')}>
            {point}
          </button>
        )}
      </div>
    </>
  )
}
