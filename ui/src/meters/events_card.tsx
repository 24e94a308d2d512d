import { ActionIcon } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { formatInstant } from '@/lib/dates'
import { useCan } from '@/shell/session'
import { useValueWords } from './marks'
import { type Meter, type MeterEvent, useMeterEvents } from './queries'
import styles from './record.module.css'

const VoidSheet = lazy(() => import('./void_sheet'))

/** When the meter began again; nothing while it never did. */
export function EventsCard({ meter }: { meter: Meter }) {
  const t = useT()
  const locale = useLocale()
  const say = useValueWords(meter)
  const record = useCan('meters.record')
  const events = useMeterEvents(meter.id)
  const [voiding, setVoiding] = useState<MeterEvent>()
  if (!events.data?.items.length) return null
  return (
    <Card title={t('meters.events')}>
      <ul className={styles.rows}>
        {events.data.items.map((event) => (
          <li key={event.id}>
            <span className={styles.words}>
              <b data-void={event.voided_at ? true : undefined}>{t(`meters.event.${event.kind}`)}</b>
              <small className="num" dir="auto">
                {[
                  formatInstant(new Date(event.at), locale),
                  meter.kind === 'counter' &&
                    t('meters.event_values', { before: say(event.before_value), after: say(event.after_value) }),
                  event.by_name,
                  event.note,
                  event.void_reason,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            {record && !event.voided_at && (
              <ActionIcon
                variant="subtle"
                size={36}
                aria-label={t('meters.void.one', {
                  value: t(`meters.event.${event.kind}`),
                  at: formatInstant(new Date(event.at), locale),
                })}
                onClick={() => setVoiding(event)}
              >
                <IconBan size={18} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      <Suspense>
        {voiding && (
          <VoidSheet
            meter={meter}
            what={{ event: voiding.id }}
            words={t(`meters.event.${voiding.kind}`)}
            onClose={() => setVoiding(undefined)}
          />
        )}
      </Suspense>
    </Card>
  )
}
