import { Fragment, useEffect, useId, useRef, useState } from 'react'
import { useLocale, useT } from '@/i18n'
import { formatDay, formatInstant, formatTime } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import styles from './chart.module.css'
import { useValueWords } from './marks'
import type { Definition, MeterEvent } from './queries'
import { runs, scale, ticks, timeTicks } from './scale'

export interface Point {
  at: string
  low: number
  high: number
  value: number
}

interface Props {
  name: string
  unit: string | null
  from: Date
  to: Date
  points: readonly Point[]
  definitions: readonly Definition[]
  events: readonly MeterEvent[]
  height?: number
}

/** Width of an element as it is, so that words in the picture keep their size. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(640)
  useEffect(() => {
    if (!box.current) return
    const watcher = new ResizeObserver(([entry]) => entry && setWidth(Math.max(240, entry.contentRect.width)))
    watcher.observe(box.current)
    return () => watcher.disconnect()
  }, [])
  return { box, width }
}

const limitFields = [
  ['upper_action', 'action'],
  ['upper_warning', 'warning'],
  ['lower_warning', 'warning'],
  ['lower_action', 'action'],
] as const

/** The limits of all rules, each once. */
function limitsOf(definitions: readonly Definition[]) {
  const found = new Map<string, { value: number; level: 'action' | 'warning' }>()
  for (const definition of definitions)
    for (const [field, level] of limitFields) {
      const value = definition[field]
      if (typeof value === 'number') found.set(`${level}${value}`, { value, level })
    }
  return [...found.values()]
}

/** Nothing to draw is said in words. */
export default function Chart(props: Props) {
  const t = useT()
  if (!props.points.length) return <p className={styles.none}>{t('meters.chart.none')}</p>
  return <Picture {...props} />
}

/** Readings over time: the line, the span of each bucket behind it, limits, and when the meter began again. */
function Picture({ name, unit, from, to, points, definitions, events, height = 260 }: Props) {
  const t = useT()
  const locale = useLocale()
  const say = useValueWords({ unit, choices: [] })
  const clip = useId()
  const { box, width } = useWidth()
  const limits = limitsOf(definitions)
  const values = points.flatMap((point) => [point.low, point.high])
  const low = Math.min(...values)
  const high = Math.max(...values)
  // A limit far away would press the line flat: it is drawn when it is near.
  const near = limits.filter(
    ({ value }) => value >= low - (high - low || 1) * 3 && value <= high + (high - low || 1) * 3,
  )
  const marks = ticks(
    Math.min(low, ...near.map((limit) => limit.value)),
    Math.max(high, ...near.map((limit) => limit.value)),
  )
  const start = 14 + Math.max(...marks.map((mark) => formatNumber(mark, locale, 3).length)) * 7.2
  const end = width - 12
  const foot = height - 26
  const x = scale(+from, +to, start, end)
  const y = scale(marks[0] ?? 0, marks.at(-1) ?? 1, foot, 12)
  const place = (point: Point, value: number) => `${x(+new Date(point.at)).toFixed(1)},${y(value).toFixed(1)}`
  const shown = events.filter((event) => !event.voided_at && +new Date(event.at) >= +from && +new Date(event.at) <= +to)
  const stretches = runs(
    points,
    shown.map((event) => event.at),
  )
  const short = +to - +from <= 2 * 86_400_000
  // Under days there are days only: noon would name the same one again.
  const times = timeTicks(from, to, Math.floor(width / 105)).filter((at) => short || at.getHours() === 0)
  const last = points.at(-1)
  const sentence = t('meters.chart.sentence', {
    name,
    from: formatInstant(from, locale),
    to: formatInstant(to, locale),
    low: say(low),
    high: say(high),
    last: say(last?.value),
  })
  return (
    <figure className={styles.figure}>
      <div ref={box}>
        <svg role="img" aria-label={sentence} width={width} height={height} className={styles.chart}>
          <clipPath id={clip}>
            <rect x={start} y={4} width={Math.max(0, end - start)} height={foot - 4} />
          </clipPath>
          {marks.map((mark) => (
            <g key={mark} className={styles.grid}>
              <line x1={start} x2={end} y1={y(mark)} y2={y(mark)} />
              <text x={start - 8} y={y(mark) + 4} textAnchor="end">
                {formatNumber(mark, locale, 3)}
              </text>
            </g>
          ))}
          {times.map((at) => (
            <text key={+at} className={styles.time} x={x(+at)} y={height - 8} textAnchor="middle">
              {short ? formatTime(at, locale) : formatDay(at, locale, new Date())}
            </text>
          ))}
          <g clipPath={`url(#${clip})`}>
            {stretches.map((stretch) => (
              <Fragment key={stretch[0]?.at}>
                <polygon
                  points={[
                    ...stretch.map((point) => place(point, point.high)),
                    ...[...stretch].reverse().map((point) => place(point, point.low)),
                  ].join(' ')}
                  className={styles.band}
                />
                <polyline
                  points={stretch.map((point) => place(point, point.value)).join(' ')}
                  className={styles.line}
                />
              </Fragment>
            ))}
            {points.length <= 60 &&
              points.map((point) => (
                <circle key={point.at} cx={x(+new Date(point.at))} cy={y(point.value)} r={2.5} className={styles.dot} />
              ))}
          </g>
          {near.map(({ value, level }) => (
            <g key={`${level}${value}`} className={styles.limit} data-level={level}>
              <line x1={start} x2={end} y1={y(value)} y2={y(value)} />
              <text x={start + 4} y={y(value) - 5}>
                {`${t(`meters.level.${level}`)} ${say(value)}`}
              </text>
            </g>
          ))}
          {shown.map((event) => (
            <g key={event.id} className={styles.event}>
              <line x1={x(+new Date(event.at))} x2={x(+new Date(event.at))} y1={12} y2={foot} />
              <text x={x(+new Date(event.at)) + 4} y={20}>
                {t(`meters.event.${event.kind}`)}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <details className={styles.table}>
        <summary>{t('meters.chart.table')}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so keys must reach it. */}
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('meters.chart.table_of', { name })}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('meters.field.recorded_at')}</th>
                <th scope="col">{t('meters.chart.lowest')}</th>
                <th scope="col">{t('meters.chart.highest')}</th>
                <th scope="col">{t('meters.chart.last')}</th>
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.at}>
                  <th scope="row">{formatInstant(new Date(point.at), locale)}</th>
                  <td>{say(point.low)}</td>
                  <td>{say(point.high)}</td>
                  <td>{say(point.value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  )
}
