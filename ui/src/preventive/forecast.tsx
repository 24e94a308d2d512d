import { IconClipboardList, IconClock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { $api, type Schemas } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { PageHead } from '@/kit/page_head'
import { Segments } from '@/kit/segments'
import { SkeletonCards } from '@/kit/skeleton'
import { formatMinutes, formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { Go } from '@/shell/go'
import styles from './forecast.module.css'

type Month = Schemas['ForecastMonth']
type Measure = 'minutes' | 'orders'

/** What the plans will ask for over two years, by month and by plan. */
export function ForecastPage() {
  const t = useT()
  const [measure, setMeasure] = useState<Measure>('minutes')
  const forecast = useQuery(
    $api.queryOptions('get', '/api/v1/maintenance-plans/forecast', { params: { query: { months: 24 } } }),
  )
  return (
    <>
      <PageHead
        title={t('preventive.forecast.title')}
        back={<Back to={paths.preventive()}>{t('preventive.title')}</Back>}
      >
        <Segments
          label={t('preventive.forecast.measure')}
          value={measure}
          options={[
            { value: 'minutes', label: t('preventive.forecast.hours'), icon: IconClock },
            { value: 'orders', label: t('preventive.forecast.orders'), icon: IconClipboardList },
          ]}
          onChange={setMeasure}
        />
      </PageHead>
      <div className={styles.page}>
        {forecast.data ? (
          forecast.data.plans.length ? (
            <>
              <MonthsCard months={forecast.data.months} measure={measure} />
              <PlansCard plans={forecast.data.plans} />
            </>
          ) : (
            <Empty title={t('preventive.forecast.none')} text={t('preventive.empty.text')} />
          )
        ) : forecast.isError ? (
          <ErrorState
            what={t('preventive.forecast.what')}
            {...problemProps(forecast.error)}
            onRetry={() => void forecast.refetch()}
          />
        ) : (
          <SkeletonCards cards={2} height={260} />
        )}
      </div>
    </>
  )
}

function useMeasured(measure: Measure) {
  const locale = useLocale()
  return (month: { minutes: number; orders: number }) =>
    measure === 'minutes' ? formatMinutes(month.minutes, locale) : formatNumber(month.orders, locale, 0)
}

function MonthsCard({ months, measure }: { months: Month[]; measure: Measure }) {
  const t = useT()
  const locale = useLocale()
  const say = useMeasured(measure)
  const most = Math.max(1, ...months.map((month) => month[measure]))
  const unknown = months.reduce((sum, month) => sum + month.without_estimate, 0)
  const word = (month: Month, long: boolean) =>
    new Intl.DateTimeFormat(locale, { month: long ? 'long' : 'short', year: long ? 'numeric' : '2-digit' }).format(
      new Date(`${month.month}-15T12:00`),
    )
  return (
    <Card
      title={t(measure === 'minutes' ? 'preventive.forecast.hours_by_month' : 'preventive.forecast.orders_by_month')}
      hint={measure === 'minutes' && unknown > 0 && t('preventive.forecast.without_estimate', { count: unknown })}
    >
      <ol className={styles.bars}>
        {months.map((month) => (
          <li key={month.month}>
            <span aria-hidden>{word(month, false)}</span>
            <i style={{ inlineSize: `${(month[measure] / most) * 100}%` }} aria-hidden />
            <b>
              <span className="vh">{word(month, true)}: </span>
              {say(month)}
            </b>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function PlansCard({ plans }: { plans: Schemas['ForecastPlan'][] }) {
  const t = useT()
  const locale = useLocale()
  return (
    <Card title={t('preventive.forecast.by_plan')} flush>
      <ul className={styles.plans}>
        {plans.map((plan) => (
          <li key={plan.id}>
            <Go to={paths.preventivePlan(plan.id)}>
              <span dir="auto">{plan.name}</span>
              <small>{plan.number}</small>
            </Go>
            <span className="num">{t('preventive.forecast.count', { count: plan.orders })}</span>
            <b className="num">{plan.minutes > 0 ? formatMinutes(plan.minutes, locale) : '–'}</b>
          </li>
        ))}
      </ul>
    </Card>
  )
}
