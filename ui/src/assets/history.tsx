import { Button } from '@mantine/core'
import { IconActivity, IconMapPin, IconPencil, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { NoRows } from '@/kit/rows'
import { Segments } from '@/kit/segments'
import { Skeleton } from '@/kit/skeleton'
import { formatInstant } from '@/lib/dates'
import styles from './history.module.css'
import { eventTitle, type Group, groupOf, groups, wordedChanges } from './history_words'
import { type AssetEvent, useAssetHistory } from './queries'

const icons = { status: IconActivity, places: IconMapPin, changes: IconPencil }

/** What happened to the asset, newest first. */
export function HistoryCard({ id }: { id: string }) {
  const t = useT()
  const [group, setGroup] = useState<Group>('all')
  const history = useAssetHistory(id)
  const events = history.data?.pages.flatMap((page) => page.items) ?? []
  const shown = events.filter((event) => group === 'all' || groupOf(event) === group)
  return (
    <Card
      title={t('assets.history.title')}
      action={
        <Segments
          label={t('assets.history.filter')}
          value={group}
          options={groups.map((value) => ({ value, label: t(`assets.history.${value}`) }))}
          onChange={setGroup}
        />
      }
    >
      {!history.data ? (
        history.isError ? (
          <ErrorState
            what={t('assets.the_history')}
            {...problemProps(history.error)}
            onRetry={() => void history.refetch()}
          />
        ) : (
          <Skeleton height={140} />
        )
      ) : (
        <>
          {shown.length === 0 && <NoRows>{t('assets.history.none')}</NoRows>}
          <ol className={styles.timeline}>
            {shown.map((event) => (
              <HistoryItem key={event.sequence} event={event} />
            ))}
          </ol>
          {history.hasNextPage && (
            <Button
              variant="default"
              size="sm"
              loading={history.isFetchingNextPage}
              onClick={() => void history.fetchNextPage()}
            >
              {t('assets.history.more')}
            </Button>
          )}
        </>
      )}
    </Card>
  )
}

function HistoryItem({ event }: { event: AssetEvent }) {
  const t = useT()
  const locale = useLocale()
  const EventIcon = event.kind === 'created' ? IconPlus : icons[groupOf(event)]
  const changes = wordedChanges(event, t)
  return (
    <li>
      <span className={styles.dot}>
        <EventIcon size={16} stroke={1.75} aria-hidden />
      </span>
      <div className={styles.words}>
        <b>{eventTitle(event, t)}</b>
        <small className="num">
          {event.actor.name} · {formatInstant(new Date(event.at), locale)}
        </small>
        {changes.length > 0 && (
          <ul>
            {changes.map((change) => (
              <li key={change.field}>
                {t('assets.history.change', { field: change.label, from: change.from, to: change.to })}
              </li>
            ))}
          </ul>
        )}
        {event.reason && <blockquote dir="auto">{event.reason}</blockquote>}
      </div>
    </li>
  )
}
