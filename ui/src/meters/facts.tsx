import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Details, RecordName } from '@/kit/record'
import { formatDay } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { ConditionMark, LatestText, useValueWords } from './marks'
import type { Meter } from './queries'
import { unitWord } from './units'

/** What the meter is, what it shows, and how much it counts a day. */
export function MeterFacts({ meter }: { meter: Meter }) {
  const t = useT()
  const locale = useLocale()
  const say = useValueWords(meter)
  const counter = meter.kind === 'counter'
  const number = (value: number | null | undefined) => typeof value === 'number'
  const average =
    typeof meter.average_per_day === 'number'
      ? t('meters.average.words', {
          value: `${formatNumber(meter.average_per_day, locale, 1)} ${unitWord(meter.unit)}`,
          day: formatDay(new Date(meter.average_from ?? ''), locale, new Date()),
        })
      : t('meters.average.none')
  const usual =
    number(meter.expected_from) || number(meter.expected_to)
      ? `${say(meter.expected_from)} – ${say(meter.expected_to)}`
      : null
  const place = meter.asset_id ? (
    <Go key="place" to={paths.asset(meter.asset_id)}>
      <bdi>{meter.asset}</bdi>
    </Go>
  ) : (
    <Go key="place" to={paths.location(meter.location_id ?? '')}>
      <bdi>{meter.path.join(' › ')}</bdi>
    </Go>
  )
  return (
    <Card>
      <RecordName>{meter.name}</RecordName>
      <Details
        entries={[
          [t('meters.field.latest'), <LatestText key="latest" meter={meter} />],
          [t('meters.field.condition'), <ConditionMark key="condition" level={meter.condition} />],
          [t('meters.field.total'), counter && say(meter.total)],
          [t('meters.field.average'), counter && average],
          [t('meters.field.kind'), t(`meters.kind.${meter.kind}`)],
          [t('meters.field.place'), place],
          [t('meters.pad.usual'), usual],
          [t('meters.field.rollover_value'), number(meter.rollover_value) && say(meter.rollover_value)],
          [t('meters.field.choices'), meter.choices.join(' · ')],
          [t('meters.field.description'), meter.description],
        ]}
      />
    </Card>
  )
}
