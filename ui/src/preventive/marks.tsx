import { useLanguage, useLocale, useT } from '@/i18n'
import { type Shape, StatusPill } from '@/kit/status_pill'
import type { Tone } from '@/kit/tone'
import { formatDay, fromDateField } from '@/lib/dates'
import styles from './marks.module.css'
import type { Occurrence, Plan, PlanState as State } from './queries'

const looks: Record<State, { tone: Tone; shape: Shape }> = {
  active: { tone: 'green', shape: 'dot' },
  paused: { tone: 'amber', shape: 'square' },
  ended: { tone: 'slate', shape: 'ring' },
  archived: { tone: 'slate', shape: 'ring' },
}

export function PlanState({ state }: { state: State }) {
  const t = useT()
  return <StatusPill {...looks[state]}>{t(`preventive.state.${state}`)}</StatusPill>
}

const occurrenceLooks: Record<Occurrence['state'], { tone: Tone; shape: Shape }> = {
  upcoming: { tone: 'slate', shape: 'ring' },
  generated: { tone: 'blue', shape: 'half' },
  missed: { tone: 'red', shape: 'square' },
  skipped: { tone: 'amber', shape: 'square' },
  completed: { tone: 'green', shape: 'dot' },
}

export function OccurrenceState({ state }: { state: Occurrence['state'] }) {
  const t = useT()
  return <StatusPill {...occurrenceLooks[state]}>{t(`preventive.occurrence.${state}`)}</StatusPill>
}

/** A sentence that the server wrote in both languages. */
export function useSentence() {
  const language = useLanguage()
  return (sentence: { en: string; es: string }) => sentence[language]
}

/** “Thu 26 Nov” of a calendar day. */
export function DayText({ day }: { day: string | null | undefined }) {
  const locale = useLocale()
  const at = day ? fromDateField(day) : null
  return <span className="num">{at ? formatDay(at, locale, new Date()) : '–'}</span>
}

/** The greater service that falls on a date. */
export function LevelMark({ name }: { name: string }) {
  return (
    <span className={styles.level} dir="auto">
      {name}
    </span>
  )
}

/** “92 %” with a bar; says when nothing was due. */
export function ComplianceText({ compliance }: { compliance: Plan['compliance'] }) {
  const t = useT()
  const locale = useLocale()
  const { percent } = compliance
  if (percent === null || percent === undefined)
    return <span className={styles.none}>{t('preventive.compliance.none')}</span>
  const tone = percent >= 90 ? 'green' : percent >= 70 ? 'amber' : 'red'
  return (
    <span className={styles.compliance} title={t('preventive.compliance.of', { ...compliance })}>
      <span className={styles.track} aria-hidden>
        <i style={{ width: `${percent}%`, background: `var(--cf-${tone})` }} />
      </span>
      <span className="num">
        {new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(percent / 100)}
      </span>
    </span>
  )
}
