import { Button } from '@mantine/core'
import { IconArrowRight, IconClock } from '@tabler/icons-react'
import { $api, type Schemas } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { DueText } from '@/kit/due_text'
import { Empty } from '@/kit/empty'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { PageHead } from '@/kit/page_head'
import { SkeletonCards } from '@/kit/skeleton'
import { formatLongDay } from '@/lib/dates'
import { formatMinutes } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { useSession } from '@/shell/session'
import { placeOf, WorkOrderCard } from '@/work_orders/card'
import { greeting, type Plan, planDay } from './plan'
import styles from './today.module.css'

type WorkOrder = Schemas['WorkOrderRow']

const open = 'open,planned,scheduled,in_progress,on_hold'

const useMyWork = () =>
  $api.useQuery('get', '/api/v1/work-orders', {
    params: { query: { assignee: 'me', status: open, sort: 'due_at', limit: 200 } },
  })

export function TodayPage() {
  const t = useT()
  const locale = useLocale()
  const { user } = useSession()
  const work = useMyWork()
  const now = new Date()
  const plan = work.data && planDay(work.data.items, now)
  const firstName = user.name.split(' ')[0] ?? user.name
  return (
    <>
      <PageHead
        title={t(`today.greeting.${greeting(now)}`, { name: firstName })}
        pageTitle={t('today.title')}
        facts={formatLongDay(now, locale)}
      />
      {work.isError && plan && (
        <StaleBar since={new Date(work.dataUpdatedAt)} locale={locale} onRetry={() => void work.refetch()} />
      )}
      <div className={styles.page}>
        {plan ? (
          <Day plan={plan} />
        ) : work.isError ? (
          <ErrorState what={t('today.your_work')} {...problemProps(work.error)} onRetry={() => void work.refetch()} />
        ) : (
          <SkeletonCards />
        )}
      </div>
    </>
  )
}

function Day({ plan }: { plan: Plan }) {
  const t = useT()
  const { running, late, today, later } = plan
  if (!running && !late.length && !today.length && !later.length) {
    return (
      <Empty
        title={t('today.empty.title')}
        text={t('today.empty.text')}
        action={
          <Button component={Go} to={paths.workOrders()} variant="default">
            {t('today.empty.action')}
          </Button>
        }
      />
    )
  }
  return (
    <>
      <Figures plan={plan} />
      {running && <RunningCard order={running} />}
      <Section title={t('today.late')} orders={late} late />
      <Section title={t('today.today')} orders={today} />
      <Section title={t('today.coming')} orders={later} />
    </>
  )
}

function Figures({ plan }: { plan: Plan }) {
  const t = useT()
  const locale = useLocale()
  const dueToday = plan.today.length
  return (
    <dl className={styles.figures}>
      <div data-late={plan.late.length > 0 || undefined}>
        <dd>{plan.late.length}</dd>
        <dt>{t('today.figure.late', { count: plan.late.length })}</dt>
      </div>
      <div>
        <dd>{dueToday}</dd>
        <dt>{t('today.figure.today', { count: dueToday })}</dt>
      </div>
      <div>
        <dd>{formatMinutes(plan.minutes, locale)}</dd>
        <dt>{t('today.figure.planned')}</dt>
      </div>
    </dl>
  )
}

function RunningCard({ order }: { order: WorkOrder }) {
  const t = useT()
  return (
    <Go to={paths.workOrder(order.id)} className={styles.running}>
      <small>
        <IconClock size={16} aria-hidden />
        {t('today.running')}
      </small>
      <b dir="auto">{order.title}</b>
      <bdi>{placeOf(order) || `#${order.number}`}</bdi>
      <span className={styles.runningFoot}>
        <DueText at={order.due_at} />
        <IconArrowRight size={22} aria-hidden />
      </span>
    </Go>
  )
}

function Section({ title, orders, late = false }: { title: string; orders: WorkOrder[]; late?: boolean }) {
  if (!orders.length) return null
  return (
    <section className={styles.section}>
      <h2 data-late={late || undefined}>
        {title}
        <em className="num">{orders.length}</em>
      </h2>
      <div>
        {orders.map((order) => (
          <WorkOrderCard key={order.id} order={order} />
        ))}
      </div>
    </section>
  )
}
