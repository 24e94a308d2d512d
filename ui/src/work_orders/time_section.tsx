import { api } from '@/api/client'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { toast } from '@/kit/toast'
import { formatInstant } from '@/lib/dates'
import { formatMinutes } from '@/lib/numbers'
import { useSession } from '@/shell/session'
import { Elapsed } from './action_bar'
import { bookingTouches, useTimeEntries } from './entries'
import styles from './record.module.css'
import { AddButton, Section } from './section'
import { TakeBack } from './take_back'
import type { RecordState } from './use_record'

/** Labour: clocks that run, and what was booked. */
export function TimeSection({ record }: { record: RecordState }) {
  const t = useT()
  const locale = useLocale()
  const { order } = record
  const { user } = useSession()
  const entries = useTimeEntries(order.id).data?.items ?? []
  const others = order.timers.filter((timer) => timer.user_id !== user.id)
  const books = record.may('record_time')
  const reverse = useWrite(
    ({ entry, reason }: { entry: string; reason: string }) =>
      api.POST('/api/v1/work-orders/{id}/time/{entry_id}/reverse', {
        params: { path: { id: order.id, entry_id: entry } },
        body: { reason },
      }),
    { refresh: bookingTouches(order.id, 'time'), onDone: () => toast(t('work_orders.record.taken_back')) },
  )
  if (!entries.length && !order.timers.length && !books) return null
  return (
    <Section
      title={t('work_orders.time.title')}
      hint={order.actual_minutes ? formatMinutes(order.actual_minutes, locale) : undefined}
      action={books && <AddButton label={t('work_orders.time.add')} onClick={() => record.open({ kind: 'time' })} />}
    >
      {(others.length > 0 || entries.length > 0) && (
        <ul className={styles.rows}>
          {others.map((timer) => (
            <li key={timer.user_id}>
              <span className={styles.words}>
                <b>{timer.name}</b>
                <small>{t('work_orders.time.running')}</small>
              </span>
              <Elapsed since={timer.started_at} />
            </li>
          ))}
          {entries.map((entry) => (
            <li key={entry.id}>
              <span className={styles.words} data-reversed={entry.reversed || undefined}>
                <b>{entry.user_name}</b>
                <small>
                  {[formatInstant(new Date(entry.started_at ?? entry.created_at), locale), entry.note]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              </span>
              <span className="num" data-reversed={entry.reversed || undefined}>
                {formatMinutes(entry.minutes, locale)}
              </span>
              {books && !entry.reversed && !entry.reverses_id && (
                <TakeBack
                  label={t('work_orders.time.take_back', { time: formatMinutes(entry.minutes, locale) })}
                  onTakeBack={(reason) => reverse.mutate({ entry: entry.id, reason })}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
