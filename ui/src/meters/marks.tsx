import { useLocale, useT } from '@/i18n'
import { type Shape, StatusPill } from '@/kit/status_pill'
import type { Tone } from '@/kit/tone'
import { formatInstant } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import styles from './marks.module.css'
import type { Meter, Series } from './queries'
import { unitWord } from './units'

const looks: Record<Meter['condition'], { tone: Tone; shape: Shape }> = {
  normal: { tone: 'green', shape: 'dot' },
  warning: { tone: 'amber', shape: 'half' },
  action: { tone: 'red', shape: 'square' },
}

export function ConditionMark({ level }: { level: Meter['condition'] }) {
  const t = useT()
  return <StatusPill {...looks[level]}>{t(`meters.level.${level}`)}</StatusPill>
}

type Shown = Pick<Meter, 'unit' | 'choices'>

/** “71.5 °C”, or the word of a characteristic. */
export function useValueWords(meter: Shown) {
  const locale = useLocale()
  const unit = unitWord(meter.unit)
  return (value: number | null | undefined): string => {
    if (value === null || value === undefined) return '–'
    const word = meter.choices[value]
    if (meter.choices.length) return word ?? String(value)
    return [formatNumber(value, locale, Math.abs(value) >= 1000 ? 1 : 3), unit].filter(Boolean).join(' ')
  }
}

/** What a meter showed last, and when. */
export function LatestText({ meter }: { meter: Meter }) {
  const t = useT()
  const locale = useLocale()
  const say = useValueWords(meter)
  if (!meter.latest) return <span className={styles.none}>{t('meters.never_read')}</span>
  return (
    <span className={styles.latest}>
      <b className="num">{say(meter.latest.value)}</b>
      <small className="num">{formatInstant(new Date(meter.latest.recorded_at), locale)}</small>
    </span>
  )
}

/** A small picture of a trend, for beside a value that is written. */
export function Sparkline({ buckets }: { buckets: Series['buckets'] }) {
  const values = buckets.map((bucket) => bucket.last)
  const [width, height] = [96, 28]
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  if (values.length < 2) return <span className={styles.sparkline} />
  const first = +new Date(buckets[0]?.at ?? 0)
  const time = +new Date(buckets.at(-1)?.at ?? 0) - first || 1
  const points = buckets.map((bucket) => {
    const x = 2 + ((+new Date(bucket.at) - first) / time) * (width - 4)
    return `${x.toFixed(1)},${(height - 3 - ((bucket.last - low) / span) * (height - 6)).toFixed(1)}`
  })
  return (
    <svg className={styles.sparkline} viewBox={`0 0 ${width} ${height}`} aria-hidden>
      <polyline points={points.join(' ')} />
    </svg>
  )
}
