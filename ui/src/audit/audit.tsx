import { Button } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { $api, type Schemas } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Avatar } from '@/kit/avatar'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { type Filter, FilterChips } from '@/kit/filter_chips'
import { PageHead } from '@/kit/page_head'
import { SkeletonRows } from '@/kit/skeleton'
import { formatInstant } from '@/lib/dates'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { useHasRoute } from '@/shell/use_navigation'
import styles from './audit.module.css'
import { type AuditSearch, entities, type Period, periodStart, periods } from './search'
import { addressOf, entityName, fieldName, kindName, says, valueText } from './words'

type Event = Schemas['Event']

const route = getRouteApi('/app/settings/audit')

function useEvents({ who, what, kind, when }: AuditSearch) {
  // The same until the filter changes: a key that holds the present would never find its answer.
  const from = useMemo(() => when && periodStart(when, new Date()).toISOString(), [when])
  const query = {
    limit: 50,
    ...(who && { user_id: who }),
    ...(what && { entity: what }),
    ...(kind && { kind }),
    ...(from && { from }),
  }
  return $api.useInfiniteQuery(
    'get',
    '/api/v1/events',
    { params: { query } },
    {
      pageParamName: 'cursor',
      // Not undefined: the client would ask for cursor=0.
      initialPageParam: null as string | null,
      getNextPageParam: (page: { next?: string | null }) => page.next ?? undefined,
    },
  )
}

export function AuditPage() {
  const t = useT()
  const go = useGo()
  const search = route.useSearch()
  const events = useEvents(search)
  const users = $api.useQuery('get', '/api/v1/users', { params: { query: { limit: 200 } } })
  const narrow = (change: AuditSearch) => void go(paths.audit(), { search: { ...search, ...change }, keep: true })
  const one = (name: keyof AuditSearch, label: string, options: Filter['options']): Filter => ({
    name,
    label,
    options,
    selected: search[name] ? [search[name]] : [],
    onChange: (selected) => narrow({ [name]: selected.at(-1) }),
  })
  const people = (users.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const names = new Map(people.map(({ value, label }) => [value, label]))
  const rows = events.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <>
      <PageHead title={t('audit.title')} facts={t('audit.facts')} />
      <FilterChips
        onClear={() => void go(paths.audit(), { keep: true })}
        filters={[
          one('who', t('audit.who'), people),
          one(
            'what',
            t('audit.what'),
            entities.map((value) => ({ value, label: entityName(t, value) })),
          ),
          one(
            'when',
            t('audit.when'),
            periods.map((value: Period) => ({ value, label: t(`audit.period.${value}`) })),
          ),
        ]}
      />
      <div className={styles.page}>
        {events.isError && !events.data ? (
          <ErrorState
            what={t('audit.the_events')}
            {...problemProps(events.error)}
            onRetry={() => void events.refetch()}
          />
        ) : !events.data ? (
          <SkeletonRows />
        ) : rows.length ? (
          <>
            <ol className={styles.list}>
              {rows.map((event) => (
                <EventRow key={event.sequence} event={event} people={names} />
              ))}
            </ol>
            {events.hasNextPage && (
              <Button variant="default" loading={events.isFetchingNextPage} onClick={() => void events.fetchNextPage()}>
                {t('audit.more')}
              </Button>
            )}
          </>
        ) : (
          <Empty art="search" title={t('audit.none')} text={t('audit.none_text')} />
        )}
      </div>
    </>
  )
}

const shownChanges = 6

function EventRow({ event, people }: { event: Event; people: ReadonlyMap<string, string> }) {
  const t = useT()
  const locale = useLocale()
  const hasRoute = useHasRoute()
  const { actor, entity, entity_id: id, changes } = event
  const named = changes.find((change) => ['name', 'title', 'email'].includes(change.field))
  const name = typeof named?.new === 'string' ? named.new : ''
  const address = addressOf(entity, '$id')
  const words = entityName(t, entity)
  // A sign-in is written down before there is anybody to name; the log of people knows them by id.
  const who = actor.name || people.get(actor.user_id ?? '') || t(`audit.actor.${actor.kind}`)
  // What a new record was born without says nothing.
  const told = event.kind === 'created' ? changes.filter((change) => says(change.new)) : changes
  const more = told.length - shownChanges
  const say = (field: string, value: unknown) => valueText(entity, field, value, { t, locale, names: people })
  // “Signed in” says it all.
  const thing = entity === 'session' && !name ? undefined : name ? `${words}: ${name}` : words
  return (
    <li className={styles.event}>
      <Avatar person={{ id: actor.user_id ?? actor.kind, name: who }} large />
      <div className={styles.words}>
        <p>
          <b dir="auto">{who}</b> <span>{kindName(t, event.kind)}</span>{' '}
          {address && hasRoute(address) && event.kind !== 'deleted' ? (
            <Go to={addressOf(entity, id) ?? ''} className={styles.record}>
              {thing}
            </Go>
          ) : (
            thing && <b>{thing}</b>
          )}
        </p>
        <small>
          {formatInstant(new Date(event.at), locale)} · {t(`audit.actor.${actor.kind}`)} · #{event.sequence}
        </small>
        {event.reason && <p className={styles.reason}>{t('audit.reason', { reason: event.reason })}</p>}
        {told.length > 0 && (
          <dl className={styles.changes}>
            {told.slice(0, shownChanges).map(({ field, old, new: after }) => (
              <div key={field}>
                <dt>{fieldName(t, entity, field)}</dt>
                <dd>
                  {event.kind !== 'created' && (
                    <>
                      <del>{say(field, old)}</del>
                      <span className={styles.arrow}> {'→'} </span>
                    </>
                  )}
                  <ins>{say(field, after)}</ins>
                </dd>
              </div>
            ))}
          </dl>
        )}
        {more > 0 && <small>{t('audit.more_fields', { count: more })}</small>}
      </div>
    </li>
  )
}
