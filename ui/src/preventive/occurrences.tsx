import { Button } from '@mantine/core'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { MoreRows, NoRows, Row, Rows } from '@/kit/rows'
import { Skeleton } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { DayText, LevelMark, OccurrenceState, useSentence } from './marks'
import { type Occurrence, type Plan, useOccurrences, useUpcoming } from './queries'
import record from './record.module.css'

/** The dates that are to come, each with the reason for it. */
export function UpcomingCard({ plan }: { plan: Plan }) {
  const t = useT()
  const say = useSentence()
  const upcoming = useUpcoming(plan.id)
  return (
    <Card title={t('preventive.upcoming.title')}>
      {upcoming.data ? (
        upcoming.data.items.length ? (
          <ol className={record.dates}>
            {upcoming.data.items.map((one) => (
              <li key={`${one.due_on}-${one.asset_id ?? ''}`}>
                <b>
                  <DayText day={one.due_on} /> {one.level && <LevelMark name={one.level} />}
                </b>
                <small>{say(one.why.text)}</small>
                <small dir="auto">{one.asset_name}</small>
              </li>
            ))}
          </ol>
        ) : (
          <NoRows>{t(`preventive.upcoming.${plan.state}`)}</NoRows>
        )
      ) : upcoming.isError ? (
        <ErrorState
          what={t('preventive.the_dates')}
          {...problemProps(upcoming.error)}
          onRetry={() => void upcoming.refetch()}
        />
      ) : (
        <Skeleton height={160} />
      )}
    </Card>
  )
}

/** What became of the dates that have been, latest first. */
export function OccurrencesCard({ id }: { id: string }) {
  const t = useT()
  const occurrences = useOccurrences(id)
  const items = occurrences.data?.pages.flatMap((page) => page.items)
  return (
    <Card title={t('preventive.occurrences.title')}>
      {items ? (
        items.length ? (
          <Rows>
            {items.map((one) => (
              <OccurrenceRow key={one.id ?? `${one.due_on}-${one.asset_id}`} one={one} />
            ))}
          </Rows>
        ) : (
          <NoRows>{t('preventive.occurrences.none')}</NoRows>
        )
      ) : occurrences.isError ? (
        <ErrorState
          what={t('preventive.the_dates')}
          {...problemProps(occurrences.error)}
          onRetry={() => void occurrences.refetch()}
        />
      ) : (
        <Skeleton height={120} />
      )}
      {occurrences.hasNextPage && (
        <MoreRows>
          <Button
            size="sm"
            variant="default"
            loading={occurrences.isFetchingNextPage}
            onClick={() => void occurrences.fetchNextPage()}
          >
            {t('preventive.occurrences.more')}
          </Button>
        </MoreRows>
      )}
    </Card>
  )
}

function OccurrenceRow({ one }: { one: Occurrence }) {
  const say = useSentence()
  const number = one.work_order_number ? `#${one.work_order_number}` : ''
  return (
    <Row
      title={
        one.work_order_id ? (
          <Go to={paths.workOrder(one.work_order_id)}>
            <DayText day={one.due_on} /> {[number, one.asset_name].filter(Boolean).join(' · ')}
          </Go>
        ) : (
          <b>
            <DayText day={one.due_on} /> {one.asset_name}
          </b>
        )
      }
      note={say(one.why.text)}
      end={<OccurrenceState state={one.state} />}
    />
  )
}
