import { ActionIcon, Button } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { Skeleton } from '@/kit/skeleton'
import { StatusPill } from '@/kit/status_pill'
import { formatInstant } from '@/lib/dates'
import { useCan } from '@/shell/session'
import { useValueWords } from './marks'
import { type Meter, type Reading, useReadings } from './queries'
import styles from './record.module.css'

const VoidSheet = lazy(() => import('./void_sheet'))

/** Every reading, latest first. None is ever changed; a wrong one is voided and stays in sight. */
export function ReadingsCard({ meter }: { meter: Meter }) {
  const t = useT()
  const say = useValueWords(meter)
  const readings = useReadings(meter.id)
  const [voiding, setVoiding] = useState<Reading>()
  const lines = readings.data?.pages.flatMap((page) => page.items)
  return (
    <Card title={t('meters.readings.title')}>
      {lines ? (
        lines.length ? (
          <ul className={styles.rows}>
            {lines.map((line) => (
              <Line
                key={`${line.recorded_at}${line.received_at}${line.voided_at ?? ''}`}
                meter={meter}
                line={line}
                onVoid={() => setVoiding(line)}
              />
            ))}
          </ul>
        ) : (
          <p className={styles.none}>{t('meters.readings.none')}</p>
        )
      ) : readings.isError ? (
        <ErrorState
          what={t('meters.the_readings')}
          {...problemProps(readings.error)}
          onRetry={() => void readings.refetch()}
        />
      ) : (
        <Skeleton height={160} />
      )}
      {readings.hasNextPage && (
        <div className={styles.more}>
          <Button
            size="sm"
            variant="default"
            loading={readings.isFetchingNextPage}
            onClick={() => void readings.fetchNextPage()}
          >
            {t('meters.readings.more')}
          </Button>
        </div>
      )}
      <Suspense>
        {voiding && (
          <VoidSheet
            meter={meter}
            what={{ reading: voiding.recorded_at }}
            words={say(voiding.value)}
            onClose={() => setVoiding(undefined)}
          />
        )}
      </Suspense>
    </Card>
  )
}

function Line({ meter, line, onVoid }: { meter: Meter; line: Reading; onVoid: () => void }) {
  const t = useT()
  const locale = useLocale()
  const record = useCan('meters.record')
  const say = useValueWords(meter)
  const voided = Boolean(line.voided_at)
  return (
    <li>
      <span className={styles.words}>
        <b className="num" data-void={voided || undefined}>
          {say(line.value)}
          {typeof line.delta === 'number' && <small>{t('meters.readings.delta', { value: say(line.delta) })}</small>}
        </b>
        <small className="num" dir="auto">
          {[
            formatInstant(new Date(line.recorded_at), locale),
            t(`meters.source.${line.source}`),
            line.by_name,
            line.note,
            voided && t('meters.readings.voided', { reason: line.void_reason, name: line.voided_by ?? '–' }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      {line.quality !== 'good' && (
        <StatusPill tone={line.quality === 'bad' ? 'red' : 'amber'} shape="half">
          {t(`meters.quality.${line.quality}`)}
        </StatusPill>
      )}
      {record && !voided && (
        <ActionIcon
          variant="subtle"
          size={36}
          aria-label={t('meters.void.one', {
            value: say(line.value),
            at: formatInstant(new Date(line.recorded_at), locale),
          })}
          onClick={onVoid}
        >
          <IconBan size={18} aria-hidden />
        </ActionIcon>
      )}
    </li>
  )
}
