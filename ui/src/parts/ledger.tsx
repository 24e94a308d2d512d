import { Button } from '@mantine/core'
import {
  IconAdjustments,
  IconArrowBackUp,
  IconArrowsExchange,
  IconClipboardCheck,
  IconPackageExport,
  IconPackageImport,
} from '@tabler/icons-react'
import { useState } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { MoreRows, NoRows, Row, RowAmount, Rows } from '@/kit/rows'
import { Segments } from '@/kit/segments'
import { Skeleton } from '@/kit/skeleton'
import { formatInstant } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { type MovementKind, type PartDetail, type StockMovement, useMovements } from './queries'
import { unitWord } from './units'

const icons = {
  receipt: IconPackageImport,
  issue: IconPackageExport,
  return: IconArrowBackUp,
  adjustment: IconAdjustments,
  transfer_in: IconArrowsExchange,
  transfer_out: IconArrowsExchange,
  count: IconClipboardCheck,
} satisfies Record<MovementKind, typeof IconArrowBackUp>

const filters = { all: '', used: 'issue,return', in: 'receipt', checked: 'count,adjustment' } as const
type Which = keyof typeof filters

/** Every movement, newest first. Lines are never changed; a wrong one is corrected by another. */
export function LedgerCard({ part }: { part: PartDetail }) {
  const t = useT()
  const [which, setWhich] = useState<Which>('all')
  const movements = useMovements(part.id, filters[which])
  const lines = movements.data?.pages.flatMap((page) => page.items)
  return (
    <Card
      title={t('parts.ledger.title')}
      action={
        <Segments
          label={t('parts.ledger.which')}
          value={which}
          options={(Object.keys(filters) as Which[]).map((value) => ({ value, label: t(`parts.ledger.${value}`) }))}
          onChange={setWhich}
        />
      }
    >
      {lines ? (
        lines.length ? (
          <Rows>
            {lines.map((line) => (
              <Line key={line.id} line={line} unit={unitWord(part.unit, t)} />
            ))}
          </Rows>
        ) : (
          <NoRows>{t('parts.ledger.none')}</NoRows>
        )
      ) : movements.isError ? (
        <ErrorState
          what={t('parts.the_ledger')}
          {...problemProps(movements.error)}
          onRetry={() => void movements.refetch()}
        />
      ) : (
        <Skeleton height={140} />
      )}
      {movements.hasNextPage && (
        <MoreRows>
          <Button
            size="sm"
            variant="default"
            loading={movements.isFetchingNextPage}
            onClick={() => void movements.fetchNextPage()}
          >
            {t('parts.ledger.more')}
          </Button>
        </MoreRows>
      )}
    </Card>
  )
}

function Line({ line, unit }: { line: StockMovement; unit: string }) {
  const t = useT()
  const locale = useLocale()
  const LineIcon = icons[line.kind]
  const sign = new Intl.NumberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 6 })
  return (
    <Row
      icon={<LineIcon size={18} stroke={1.75} aria-hidden />}
      title={
        line.work_order_id ? (
          <Go to={paths.workOrder(line.work_order_id)}>{t(`parts.movement.${line.kind}`)}</Go>
        ) : (
          <b>{t(`parts.movement.${line.kind}`)}</b>
        )
      }
      note={[`${line.storeroom} · ${line.bin}`, line.actor, formatInstant(new Date(line.at), locale), line.reason]
        .filter(Boolean)
        .join(' · ')}
      end={
        <RowAmount
          gain={line.quantity > 0}
          note={t('parts.ledger.balance', { quantity: formatNumber(line.balance, locale, 6) })}
        >
          {sign.format(line.quantity)} {unit}
        </RowAmount>
      }
    />
  )
}
