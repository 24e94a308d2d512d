import { LinkCards, LinkCardWords, linkCard } from '@/kit/link_card'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { ConditionMark, LatestText } from './marks'
import type { Meter } from './queries'

/** Meters where people act: each card is a link. */
export function MeterCards({ meters, onEnd }: { meters: Meter[]; onEnd: () => void }) {
  return (
    <LinkCards onEnd={onEnd}>
      {meters.map((meter) => (
        <Go key={meter.id} to={paths.meter(meter.id)} className={linkCard}>
          <LinkCardWords
            title={meter.name}
            place={<bdi>{[meter.code, meter.asset ?? meter.path.join(' › ')].join(' · ')}</bdi>}
          >
            <LatestText meter={meter} />
            {meter.condition !== 'normal' && <ConditionMark level={meter.condition} />}
          </LinkCardWords>
        </Go>
      ))}
    </LinkCards>
  )
}
