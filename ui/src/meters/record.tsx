import { ActionIcon, Button } from '@mantine/core'
import {
  IconArchive,
  IconDots,
  IconGauge,
  IconPencil,
  IconReplace,
  IconRestore,
  IconRotateClockwise,
} from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { Menu, type MenuEntry } from '@/kit/menu'
import { PageHead } from '@/kit/page_head'
import { RecordColumns, RecordNote, RecordNotes } from '@/kit/record'
import { SkeletonCards } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { ChartCard } from './chart_card'
import { EventsCard } from './events_card'
import { MeterFacts } from './facts'
import { type Meter, type MeterEvent, meterKeys, useMeter } from './queries'
import { ReadingsCard } from './readings_card'
import { RulesCard } from './rules_card'

const ReadingSheet = lazy(() => import('./reading_sheet'))
const EventSheet = lazy(() => import('./event_sheet'))

export function MeterPage() {
  const t = useT()
  const locale = useLocale()
  const { id = '' } = useParams({ strict: false })
  const meter = useMeter(id)
  if (!meter.data)
    return (
      <>
        <PageHead title={t('meters.one')} />
        <RecordColumns>
          {meter.isError ? (
            <ErrorState
              what={t('meters.the_meter')}
              {...problemProps(meter.error)}
              onRetry={() => void meter.refetch()}
            />
          ) : (
            <SkeletonCards cards={3} height={160} />
          )}
        </RecordColumns>
      </>
    )
  return (
    <>
      <Head meter={meter.data} />
      {meter.isError && (
        <StaleBar since={new Date(meter.dataUpdatedAt)} locale={locale} onRetry={() => void meter.refetch()} />
      )}
      {meter.data.archived_at && (
        <RecordNotes>
          <RecordNote icon={<IconArchive size={18} aria-hidden />}>{t('meters.archived.is')}</RecordNote>
        </RecordNotes>
      )}
      <RecordColumns
        side={
          <>
            <MeterFacts meter={meter.data} />
            <RulesCard meter={meter.data} />
            <EventsCard meter={meter.data} />
          </>
        }
      >
        <ChartCard meter={meter.data} />
        <ReadingsCard meter={meter.data} />
      </RecordColumns>
    </>
  )
}

function useArchive(meter: Meter) {
  const t = useT()
  const request = (archived: boolean) =>
    api.PATCH('/api/v1/meters/{id}', { params: { path: { id: meter.id } }, body: { archived } })
  const restore = useWrite(() => request(false), { refresh: meterKeys })
  const archive = useWrite(() => request(true), {
    refresh: meterKeys,
    onDone: () => toast(t('meters.archived.done', { name: meter.name }), { undo: () => restore.mutate() }),
  })
  return { archive, restore }
}

function Head({ meter }: { meter: Meter }) {
  const t = useT()
  const go = useGo()
  const manage = useCan('meters.manage')
  const record = useCan('meters.record')
  const [asked, setAsked] = useState<'reading' | MeterEvent['kind']>()
  const { archive, restore } = useArchive(meter)
  const icon = { size: 17, 'aria-hidden': true }
  const counter = meter.kind === 'counter'
  const events: MenuEntry[] = [
    ...(counter
      ? [
          {
            id: 'rollover',
            label: t('meters.rollover.action'),
            icon: <IconRotateClockwise {...icon} />,
            refused: typeof meter.rollover_value === 'number' ? undefined : t('meters.rollover.refused'),
            onSelect: () => setAsked('rollover'),
          },
          {
            id: 'reset',
            label: t('meters.reset.action'),
            icon: <IconRestore {...icon} />,
            onSelect: () => setAsked('reset'),
          },
        ]
      : []),
    {
      id: 'replacement',
      label: t('meters.replacement.action'),
      icon: <IconReplace {...icon} />,
      onSelect: () => setAsked('replacement'),
    },
  ]
  const edits: MenuEntry[] = [
    {
      id: 'edit',
      label: t('meters.edit'),
      icon: <IconPencil {...icon} />,
      onSelect: () => void go(paths.editMeter(meter.id)),
    },
    {
      id: 'archive',
      label: t(meter.archived_at ? 'meters.archived.restore' : 'meters.archived.action'),
      icon: <IconArchive {...icon} />,
      onSelect: () => (meter.archived_at ? restore.mutate() : archive.mutate()),
    },
  ]
  return (
    <>
      <PageHead
        title={meter.name}
        pageTitle={meter.code}
        facts={[meter.code, meter.asset, meter.path.join(' › ')].filter(Boolean).join(' · ')}
        back={<Back to={paths.meters()}>{t('meters.title')}</Back>}
      >
        {record && !meter.archived_at && (
          <Button leftSection={<IconGauge {...icon} />} onClick={() => setAsked('reading')}>
            {t('meters.read')}
          </Button>
        )}
        {(record || manage) && (
          <Menu
            target={(onClick) => (
              <ActionIcon variant="default" size={36} aria-label={t('meters.more')} onClick={onClick}>
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            )}
            sections={[
              ...(record && !meter.archived_at ? [{ id: 'events', entries: events }] : []),
              ...(manage ? [{ id: 'meter', entries: edits }] : []),
            ]}
          />
        )}
      </PageHead>
      <Suspense>
        {asked === 'reading' && <ReadingSheet meter={meter} onClose={() => setAsked(undefined)} />}
        {asked && asked !== 'reading' && (
          <EventSheet meter={meter} kind={asked} onClose={() => setAsked(undefined)} key={asked} />
        )}
      </Suspense>
    </>
  )
}
