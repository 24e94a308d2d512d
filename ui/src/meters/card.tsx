import { Button } from '@mantine/core'
import { IconGauge, IconPlus } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { Skeleton } from '@/kit/skeleton'
import { formatInstant } from '@/lib/dates'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { useCan } from '@/shell/session'
import styles from './card.module.css'
import { ConditionMark, LatestText, Sparkline, useValueWords } from './marks'
import { type Firing, type Meter, useFirings, useMetersOf, useSeries } from './queries'
import { useEvaluationWords } from './words'

const ReadingSheet = lazy(() => import('./reading_sheet'))
const Chart = lazy(() => import('./chart'))

/** The last thirty days, from the full hour, so that the answer can be kept. */
function useMonth() {
  const [month] = useState(() => {
    const to = new Date()
    to.setMinutes(60, 0, 0)
    return { from: new Date(+to - 30 * 86_400_000).toISOString(), to: to.toISOString() }
  })
  return month
}

/** The meters of an asset, on its page: value, trend, and a button to read each. */
export function MetersCard({ assetId }: { assetId: string }) {
  const t = useT()
  const meters = useMetersOf(assetId)
  const manage = useCan('meters.manage')
  const [reading, setReading] = useState<Meter>()
  return (
    <Card
      title={t('meters.title')}
      action={
        manage && (
          <Button
            component={Go}
            to={paths.newMeter()}
            search={{ asset: assetId }}
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={15} aria-hidden />}
          >
            {t('meters.add')}
          </Button>
        )
      }
    >
      {meters.data ? (
        meters.data.items.length ? (
          <ul className={styles.rows}>
            {meters.data.items.map((meter) => (
              <Row key={meter.id} meter={meter} onRead={() => setReading(meter)} />
            ))}
          </ul>
        ) : (
          <p className={styles.none}>{t('meters.none_here')}</p>
        )
      ) : meters.isError ? (
        <ErrorState
          what={t('meters.the_meters')}
          {...problemProps(meters.error)}
          onRetry={() => void meters.refetch()}
        />
      ) : (
        <Skeleton height={90} />
      )}
      <Suspense>
        {reading && <ReadingSheet meter={reading} onClose={() => setReading(undefined)} key={reading.id} />}
      </Suspense>
    </Card>
  )
}

function Row({ meter, onRead }: { meter: Meter; onRead: () => void }) {
  const t = useT()
  const record = useCan('meters.record')
  const series = useSeries(meter.id, useMonth(), 40)
  return (
    <li>
      <span className={styles.words}>
        <Go to={paths.meter(meter.id)} className={styles.link}>
          <bdi>{meter.name}</bdi>
        </Go>
        <LatestText meter={meter} />
      </span>
      {meter.condition !== 'normal' && <ConditionMark level={meter.condition} />}
      {meter.kind !== 'characteristic' && <Sparkline buckets={series.data?.buckets ?? []} />}
      {record && (
        <Button
          className={styles.over}
          variant="default"
          aria-label={t('meters.read_one', { name: meter.name })}
          onClick={onRead}
        >
          {t('meters.read')}
        </Button>
      )}
    </li>
  )
}

interface FiringsProps {
  workOrderId: string
  /** Puts the content under its heading as the page does. */
  frame: (title: string, content: ReactNode) => ReactNode
}

/** On an order that a condition rule made or joined: what fired, and the readings that led to it. */
export function Firings(props: FiringsProps) {
  const see = useCan('meters.view')
  return see ? <FiringsOf {...props} /> : null
}

function FiringsOf({ workOrderId, frame }: FiringsProps) {
  const t = useT()
  const firings = useFirings({ work_order_id: workOrderId })
  const items = firings.data?.items
  if (!items?.length) return null
  return frame(
    t('meters.firing.title'),
    items.map((firing) => <FiringItem key={firing.id} firing={firing} />),
  )
}

function FiringItem({ firing }: { firing: Firing }) {
  const t = useT()
  const locale = useLocale()
  const shown = { unit: firing.unit ?? null, choices: firing.choices }
  const why = useEvaluationWords(shown)
  const say = useValueWords(shown)
  const first = firing.trend[0]?.at ?? firing.evaluation.at
  return (
    <div className={styles.firing}>
      <p>
        <IconGauge size={20} stroke={1.75} aria-hidden />
        <span>
          <Go to={paths.meter(firing.meter_id)}>
            <b dir="auto">{`${firing.meter}: ${say(firing.evaluation.value)}`}</b>
          </Go>
          <small>{why(firing.evaluation)}</small>
          <small className="num">
            {`${firing.rule} · ${formatInstant(new Date(firing.evaluation.at), locale)}`}
            {firing.joined && ` · ${t('meters.firing.joined')}`}
          </small>
        </span>
      </p>
      {firing.choices.length === 0 && (
        <Suspense fallback={<Skeleton height={160} />}>
          <Chart
            height={160}
            unit={firing.unit ?? null}
            from={new Date(first)}
            to={new Date(firing.evaluation.at)}
            points={firing.trend.map((point) => ({
              at: point.at,
              low: point.value,
              high: point.value,
              value: point.value,
            }))}
            definitions={[firing.definition]}
            events={[]}
            name={firing.meter}
          />
        </Suspense>
      )}
    </div>
  )
}
