import { api } from '@/api/client'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { toast } from '@/kit/toast'
import { formatMoney } from '@/lib/numbers'
import { useSession } from '@/shell/session'
import { bookingTouches, useCostEntries } from './entries'
import styles from './record.module.css'
import { AddButton, Section } from './section'
import { TakeBack } from './take_back'
import type { RecordState } from './use_record'

/** What it has cost, for those who may see it. */
export function CostsSection({ record }: { record: RecordState }) {
  const t = useT()
  const locale = useLocale()
  const { order } = record
  const { organization } = useSession()
  const sees = typeof order.cost_minor === 'number'
  const entries = useCostEntries(order.id, sees).data?.items ?? []
  const books = record.may('record_cost')
  const reverse = useWrite(
    ({ entry, reason }: { entry: string; reason: string }) =>
      api.POST('/api/v1/work-orders/{id}/costs/{entry_id}/reverse', {
        params: { path: { id: order.id, entry_id: entry } },
        body: { reason },
      }),
    { refresh: bookingTouches(order.id, 'costs'), onDone: () => toast(t('work_orders.record.taken_back')) },
  )
  if (!sees || (!order.cost_minor && !entries.length && !books)) return null
  const money = (minor: number) => formatMoney(minor, organization.currency, locale)
  const { costs } = order
  const sums = costs
    ? (
        [
          ['labour', costs.labour_minor],
          ['part', costs.parts_minor],
          ['vendor', costs.vendor_minor],
          ['other', costs.other_minor],
        ] as const
      ).filter(([, sum]) => sum)
    : []
  return (
    <Section
      title={t('work_orders.cost.title')}
      hint={order.cost_minor ? money(order.cost_minor) : undefined}
      action={books && <AddButton label={t('work_orders.cost.add')} onClick={() => record.open({ kind: 'cost' })} />}
    >
      {sums.length > 1 && (
        <p className={styles.faint}>
          {sums.map(([category, sum]) => `${t(`work_orders.cost.${category}`)} ${money(sum)}`).join(' · ')}
        </p>
      )}
      {entries.length > 0 && (
        <ul className={styles.rows}>
          {entries.map((entry) => (
            <li key={entry.id}>
              <span className={styles.words} data-reversed={entry.reversed || undefined}>
                <b>{entry.description ?? t(`work_orders.cost.${entry.category}`)}</b>
                <small>{`${t(`work_orders.cost.${entry.category}`)} · ${entry.created_by_name}`}</small>
              </span>
              <span className="num" data-reversed={entry.reversed || undefined}>
                {money(entry.amount_minor)}
              </span>
              {books && !entry.reversed && !entry.reverses_id && !entry.part_id && (
                <TakeBack
                  label={t('work_orders.cost.take_back', { amount: money(entry.amount_minor) })}
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
