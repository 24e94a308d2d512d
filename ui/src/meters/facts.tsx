import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { formatDay } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { ConditionMark, LatestText, useValueWords } from './marks'
import type { Meter } from './queries'
import styles from './record.module.css'
import { unitWord } from './units'

/** What the meter is, what it shows, and how much it counts a day. */
export function MeterFacts({ meter }: { meter: Meter }) {
  const t = useT()
  const locale = useLocale()
  const say = useValueWords(meter)
  const number = (value: number | null | undefined) => typeof value === 'number'
  const average =
    typeof meter.average_per_day === 'number'
      ? t('meters.average.words', {
          value: `${formatNumber(meter.average_per_day, locale, 1)} ${unitWord(meter.unit)}`,
          day: formatDay(new Date(meter.average_from ?? ''), locale, new Date()),
        })
      : t('meters.average.none')
  return (
    <Card>
      <p className={styles.name} dir="auto">
        {meter.name}
      </p>
      <dl className={styles.details}>
        <dt>{t('meters.field.latest')}</dt>
        <dd>
          <LatestText meter={meter} />
        </dd>
        <dt>{t('meters.field.condition')}</dt>
        <dd>
          <ConditionMark level={meter.condition} />
        </dd>
        {meter.kind === 'counter' && (
          <>
            <dt>{t('meters.field.total')}</dt>
            <dd className="num">{say(meter.total)}</dd>
            <dt>{t('meters.field.average')}</dt>
            <dd className="num">{average}</dd>
          </>
        )}
        <dt>{t('meters.field.kind')}</dt>
        <dd>{t(`meters.kind.${meter.kind}`)}</dd>
        <dt>{t('meters.field.place')}</dt>
        <dd>
          {meter.asset_id ? (
            <Go to={paths.asset(meter.asset_id)} className={styles.link}>
              <bdi>{meter.asset}</bdi>
            </Go>
          ) : (
            <Go to={paths.location(meter.location_id ?? '')} className={styles.link}>
              <bdi>{meter.path.join(' › ')}</bdi>
            </Go>
          )}
        </dd>
        {(number(meter.expected_from) || number(meter.expected_to)) && (
          <>
            <dt>{t('meters.pad.usual')}</dt>
            <dd className="num">{`${say(meter.expected_from)} – ${say(meter.expected_to)}`}</dd>
          </>
        )}
        {number(meter.rollover_value) && (
          <>
            <dt>{t('meters.field.rollover_value')}</dt>
            <dd className="num">{say(meter.rollover_value)}</dd>
          </>
        )}
        {meter.choices.length > 0 && (
          <>
            <dt>{t('meters.field.choices')}</dt>
            <dd dir="auto">{meter.choices.join(' · ')}</dd>
          </>
        )}
      </dl>
      {meter.description && (
        <p className={styles.text} dir="auto">
          {meter.description}
        </p>
      )}
    </Card>
  )
}
