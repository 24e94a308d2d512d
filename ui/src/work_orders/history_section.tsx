import { IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import type { Schemas } from '@/api/client'
import type { Key } from '@/i18n'
import { useLocale, useT } from '@/i18n'
import { formatInstant } from '@/lib/dates'
import { usePeople, useTeams } from './data'
import { useHistory } from './entries'
import { fieldWords, valueWords } from './field_words'
import styles from './record.module.css'
import type { WorkOrder } from './search'
import { useSectionHeading } from './section'

type Event = Schemas['Event']

const known = new Set([
  'created',
  'changed',
  'transitioned',
  'commented',
  'file_attached',
  'file_removed',
  'time_booked',
  'cost_booked',
  'linked',
  'unlinked',
  'timer_started',
  'watched',
  'imported',
])

/** Numbers that follow from others: nobody reads them as a change. */
const silent = new Set([
  'version',
  'created_at',
  'updated_at',
  'id',
  'number',
  'organization_id',
  'created_by',
  'site_id',
])

/** Who changed what, old and new. Fetched when it is opened. */
export function HistorySection({ order }: { order: WorkOrder }) {
  const t = useT()
  const [open, setOpen] = useState(false)
  const Heading = useSectionHeading()
  const events = useHistory(order.id, open).data?.items
  const people = usePeople(open)
  const teams = useTeams(open)
  const names = new Map([
    ...people.map((person) => [person.id, person.name] as const),
    ...teams.map((team) => [team.id, team.name] as const),
    ...[order.asset, order.location, ...order.assets].flatMap((thing) =>
      thing ? [[thing.id, thing.name] as const] : [],
    ),
  ])
  return (
    <section className={styles.section}>
      <details className={styles.fold} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>
          <Heading>{t('work_orders.history.title')}</Heading>
          <IconChevronDown size={18} stroke={1.75} aria-hidden />
        </summary>
        <ol className={styles.history} aria-busy={open && !events}>
          {events?.map((event) => (
            <Entry key={event.sequence} event={event} names={names} />
          ))}
        </ol>
      </details>
    </section>
  )
}

function Entry({ event, names }: { event: Event; names: ReadonlyMap<string, string> }) {
  const t = useT()
  const locale = useLocale()
  const what = known.has(event.kind) ? t(`work_orders.history.${event.kind}` as Key) : event.kind.replaceAll('_', ' ')
  const changes = event.kind === 'created' ? [] : event.changes.filter((change) => !silent.has(change.field))
  const context = { t, locale, names }
  return (
    <li>
      <b>{event.actor.name}</b> {what} <small>{formatInstant(new Date(event.at), locale)}</small>
      {event.reason && <p className={styles.faint}>{event.reason}</p>}
      {changes.length > 0 && (
        <dl>
          {changes.map((change) => (
            <div key={change.field}>
              <dt>{`${fieldWords(change.field, t)}: `}</dt>
              <dd>
                <s>{valueWords(change.field, change.old, context)}</s>
                {' → '}
                {valueWords(change.field, change.new, context)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}
