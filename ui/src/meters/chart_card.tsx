import { lazy, Suspense, useMemo, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { Segments } from '@/kit/segments'
import { Skeleton } from '@/kit/skeleton'
import { type Meter, useMeterEvents, useRules, useSeries } from './queries'

const Chart = lazy(() => import('./chart'))

const spans = { day: 1, week: 7, month: 30, year: 365 } as const
type Span = keyof typeof spans
const points = 200

/** The readings as a picture, with the limits of the rules and the moments at which the meter began again. */
export function ChartCard({ meter }: { meter: Meter }) {
  const t = useT()
  const [span, setSpan] = useState<Span>('month')
  const latest = meter.latest?.recorded_at
  const [from, to] = useMemo(() => {
    // To the full hour after now or the latest reading, so that the answer can be kept.
    const end = new Date(Math.max(Date.now(), latest ? +new Date(latest) : 0))
    end.setMinutes(60, 0, 0)
    return [new Date(+end - spans[span] * 86_400_000), end]
  }, [span, latest])
  const series = useSeries(meter.id, { from: from.toISOString(), to: to.toISOString() }, points)
  const rules = useRules(meter.id)
  const events = useMeterEvents(meter.id)
  if (meter.kind === 'characteristic') return null
  return (
    <Card
      title={t('meters.chart.title')}
      action={
        <Segments
          label={t('meters.chart.span')}
          value={span}
          options={(Object.keys(spans) as Span[]).map((value) => ({ value, label: t(`meters.span.${value}`) }))}
          onChange={setSpan}
        />
      }
    >
      {series.data ? (
        <Suspense fallback={<Skeleton height={260} />}>
          <Chart
            name={meter.name}
            unit={meter.unit ?? null}
            from={from}
            to={to}
            points={series.data.buckets.map((bucket) => ({
              at: bucket.at,
              low: bucket.min,
              high: bucket.max,
              value: bucket.last,
            }))}
            definitions={(rules.data?.items ?? []).filter((rule) => rule.enabled).map((rule) => rule.definition)}
            events={events.data?.items ?? []}
          />
        </Suspense>
      ) : series.isError ? (
        <ErrorState
          what={t('meters.the_readings')}
          {...problemProps(series.error)}
          onRetry={() => void series.refetch()}
        />
      ) : (
        <Skeleton height={260} />
      )}
    </Card>
  )
}
