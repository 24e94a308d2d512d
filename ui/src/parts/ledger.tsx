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
import { Segments } from '@/kit/segments'
import { Skeleton } from '@/kit/skeleton'
import { formatInstant } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { type MovementKind, type PartDetail, type StockMovement, useMovements } from './queries'
import record from './record.module.css'
import styles from './rows.module.css'
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
          <ul className={styles.rows}>
            {lines.map((line) => (
              <Line key={line.id} line={line} unit={unitWord(part.unit, t)} />
            ))}
          </ul>
        ) : (
          <p className={styles.none}>{t('parts.ledger.none')}</p>
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
        <div className={styles.more}>
          <Button
            size="sm"
            variant="default"
            loading={movements.isFetchingNextPage}
            onClick={() => void movements.fetchNextPage()}
          >
            {t('parts.ledger.more')}
          </Button>
        </div>
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
    <li>
      <span className={styles.icon}>
        <LineIcon size={18} stroke={1.75} aria-hidden />
      </span>
      <span className={styles.words}>
        {line.work_order_id ? (
          <Go to={paths.workOrder(line.work_order_id)} className={styles.link}>
            {t(`parts.movement.${line.kind}`)}
          </Go>
        ) : (
          <b>{t(`parts.movement.${line.kind}`)}</b>
        )}
        <small className="num" dir="auto">
          {[`${line.storeroom} · ${line.bin}`, line.actor, formatInstant(new Date(line.at), locale), line.reason]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </span>
      <span className={record.amount}>
        <span className={line.quantity > 0 ? record.gain : record.loss}>
          {sign.format(line.quantity)} {unit}
        </span>
        <small>{t('parts.ledger.balance', { quantity: formatNumber(line.balance, locale, 6) })}</small>
      </span>
    </li>
  )
}
