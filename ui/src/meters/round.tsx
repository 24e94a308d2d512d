import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { Field, Form } from '@/kit/form'
import { PageHead } from '@/kit/page_head'
import { useFocusedTask } from '@/kit/page_title'
import type { PickerOption } from '@/kit/picker'
import { SkeletonCards } from '@/kit/skeleton'
import { compact } from '@/lib/search'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { Go } from '@/shell/go'
import { LocationPicker } from '@/sites/picker'
import { type Meter, useRound } from './queries'
import { ReadingPad } from './reading_pad'
import styles from './round.module.css'
import type { RoundSearch } from './search'
import { useReading } from './use_reading'

/** Meter after meter in walking order: read, next. */
export function RoundPage() {
  const t = useT()
  const search = useSearch({ strict: false }) as RoundSearch
  const navigate = useNavigate()
  const round = useRound(search)
  const [place, setPlace] = useState<PickerOption | null>(null)
  const choose = (location: PickerOption | null) => {
    setPlace(location)
    void navigate({
      to: paths.meterRound() as '/',
      search: compact({ ...search, location_id: location?.id }) as never,
      replace: true,
    })
  }
  return (
    <>
      <PageHead title={t('meters.round.title')} back={<Back to={paths.meters()}>{t('meters.title')}</Back>} />
      {round.data ? (
        round.data.items.length ? (
          <Walk
            meters={round.data.items}
            key={search.location_id ?? ''}
            where={
              <Field name="place" label={t('meters.round.where')} optional>
                {(control) => (
                  <LocationPicker control={control} value={place} onChange={choose} siteId={search.site_id} />
                )}
              </Field>
            }
          />
        ) : (
          <Empty
            title={t('meters.round.none')}
            text={t('meters.round.none_text')}
            action={
              <Button variant="default" onClick={() => choose(null)}>
                {t('meters.round.everywhere')}
              </Button>
            }
          />
        )
      ) : round.isError ? (
        <ErrorState what={t('meters.the_meters')} {...problemProps(round.error)} onRetry={() => void round.refetch()} />
      ) : (
        <SkeletonCards />
      )}
    </>
  )
}

function Walk({ meters: given, where }: { meters: Meter[]; where: ReactNode }) {
  const t = useT()
  // The order stays as it was at the start, whatever is fetched anew meanwhile.
  const [meters] = useState(given)
  const [at, setAt] = useState(0)
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  const meter = meters[at]
  const skipped = meters.filter((one) => !done.has(one.id))
  if (!meter)
    return (
      <div className={styles.page}>
        <section className={styles.end} role="status">
          <IconCheck size={40} aria-hidden />
          <h2>{t('meters.round.done', { count: done.size })}</h2>
          {skipped.length > 0 && <p>{t('meters.round.left', { count: skipped.length })}</p>}
          <ul>
            {skipped.map((one) => (
              <li key={one.id}>
                <Button variant="default" fullWidth onClick={() => setAt(meters.indexOf(one))}>
                  {one.name}
                </Button>
              </li>
            ))}
          </ul>
          <Button component={Go} to={paths.meters()} size="lg">
            {t('meters.round.close')}
          </Button>
        </section>
      </div>
    )
  return (
    <div className={styles.page}>
      {at === 0 && where}
      <p className={styles.progress} role="status">
        <span className="num">{t('meters.round.progress', { at: at + 1, count: meters.length })}</span>
        <i aria-hidden>
          <i style={{ width: `${(at / meters.length) * 100}%` }} />
        </i>
      </p>
      <Stop
        key={meter.id}
        meter={meter}
        first={at === 0}
        last={at === meters.length - 1}
        onBack={() => setAt(at - 1)}
        onSkip={() => setAt(at + 1)}
        onKept={() => {
          setDone(new Set([...done, meter.id]))
          setAt(at + 1)
        }}
      />
    </div>
  )
}

interface StopProps {
  meter: Meter
  first: boolean
  last: boolean
  onBack: () => void
  onSkip: () => void
  onKept: () => void
}

function Stop({ meter, first, last, onBack, onSkip, onKept }: StopProps) {
  const t = useT()
  useFocusedTask('form')
  const { entry, change, errors, save, busy } = useReading(meter, null, onKept)
  return (
    <section className={styles.stop} aria-labelledby="meter">
      <h2 id="meter" dir="auto">
        {meter.name}
      </h2>
      <p dir="auto">{[meter.asset, meter.path.slice(1).join(' › ')].filter(Boolean).join(' · ')}</p>
      {meter.description && <p dir="auto">{meter.description}</p>}
      <Form errors={errors} labels={{ value: t('meters.field.value') }} onSubmit={save}>
        <ReadingPad meter={meter} entry={entry} errors={errors} onChange={change} onDone={save} />
      </Form>
      <div className={styles.foot}>
        <Button variant="default" size="lg" disabled={first} onClick={onBack}>
          {t('meters.round.back')}
        </Button>
        <Button variant="default" size="lg" onClick={onSkip}>
          {t('meters.round.skip')}
        </Button>
        <Button size="lg" loading={busy} onClick={save}>
          {t(last ? 'meters.round.finish' : 'meters.round.next')}
        </Button>
      </div>
    </section>
  )
}
