import { Button } from '@mantine/core'
import {
  IconAdjustments,
  IconArchive,
  IconArrowsExchange,
  IconClipboardCheck,
  IconPackageImport,
  IconPencil,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { MoreMenu } from '@/kit/more_menu'
import { PageHead } from '@/kit/page_head'
import { RecordColumns, RecordNote, RecordNotes } from '@/kit/record'
import { SkeletonCards } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { PartFacts } from './facts'
import { LedgerCard } from './ledger'
import { type PartDetail, partOptions } from './queries'
import { StockCard } from './stock'
import type { MovementName } from './stock_sheet'
import { useArchivePart } from './use_archive'
import { UseCard } from './use_card'

const StockSheet = lazy(() => import('./stock_sheet'))

export function PartPage() {
  const t = useT()
  const locale = useLocale()
  const { id = '' } = useParams({ strict: false })
  const part = useQuery(partOptions(id))
  if (!part.data)
    return (
      <>
        <PageHead title={t('parts.one')} />
        <RecordColumns>
          {part.isError ? (
            <ErrorState what={t('parts.the_part')} {...problemProps(part.error)} onRetry={() => void part.refetch()} />
          ) : (
            <SkeletonCards cards={3} height={160} />
          )}
        </RecordColumns>
      </>
    )
  return (
    <>
      {part.isError && (
        <StaleBar since={new Date(part.dataUpdatedAt)} locale={locale} onRetry={() => void part.refetch()} />
      )}
      <PartBody part={part.data} key={part.data.id} />
    </>
  )
}

function PartBody({ part }: { part: PartDetail }) {
  const t = useT()
  const go = useGo()
  const manage = useCan('parts.manage')
  const [sheet, setSheet] = useState<MovementName>()
  const { archive, restore } = useArchivePart(part)
  const icon = { size: 17, 'aria-hidden': true }
  return (
    <>
      <PageHead
        title={part.name}
        pageTitle={part.number}
        facts={[part.number, part.category, part.default_bin].filter(Boolean).join(' · ')}
        back={<Back to={paths.parts()}>{t('parts.title')}</Back>}
      >
        {manage && (
          <>
            <Button variant="default" leftSection={<IconClipboardCheck {...icon} />} onClick={() => setSheet('count')}>
              {t('parts.move.count')}
            </Button>
            <Button leftSection={<IconPackageImport {...icon} />} onClick={() => setSheet('receive')}>
              {t('parts.move.receive')}
            </Button>
            <MoreMenu
              label={t('parts.more')}
              sections={[
                {
                  id: 'stock',
                  entries: [
                    {
                      id: 'transfer',
                      label: t('parts.move.transfer'),
                      icon: <IconArrowsExchange {...icon} />,
                      onSelect: () => setSheet('transfer'),
                    },
                    {
                      id: 'adjust',
                      label: t('parts.move.adjust'),
                      icon: <IconAdjustments {...icon} />,
                      onSelect: () => setSheet('adjust'),
                    },
                  ],
                },
                {
                  id: 'part',
                  entries: [
                    {
                      id: 'edit',
                      label: t('parts.edit'),
                      icon: <IconPencil {...icon} />,
                      onSelect: () => void go(paths.editPart(part.id)),
                    },
                    {
                      id: 'archive',
                      label: t(part.archived_at ? 'parts.archived.restore' : 'parts.archived.action'),
                      icon: <IconArchive {...icon} />,
                      refused: !part.archived_at && part.on_hand !== 0 ? t('parts.archived.refused') : undefined,
                      onSelect: () => (part.archived_at ? restore.mutate() : archive.mutate()),
                    },
                  ],
                },
              ]}
            />
          </>
        )}
      </PageHead>
      {part.archived_at && (
        <RecordNotes>
          <RecordNote icon={<IconArchive {...icon} />}>{t('parts.archived.is')}</RecordNote>
        </RecordNotes>
      )}
      <RecordColumns
        side={
          <>
            <StockCard part={part} />
            <UseCard part={part} />
          </>
        }
      >
        <PartFacts part={part} />
        <LedgerCard part={part} />
      </RecordColumns>
      <Suspense>
        {sheet && <StockSheet part={part} movement={sheet} onClose={() => setSheet(undefined)} key={sheet} />}
      </Suspense>
    </>
  )
}
