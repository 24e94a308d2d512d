import { ActionIcon } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { formatInstant } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { useCan } from '@/shell/session'
import { useMovements } from './entries'
import { stillOut } from './parts_out'
import styles from './record.module.css'
import { AddButton, Section } from './section'
import type { RecordState } from './use_record'

/** Parts that went to the order and what came back of them. */
export function PartsSection({ record }: { record: RecordState }) {
  const t = useT()
  const locale = useLocale()
  const { order } = record
  const sees = useCan('parts.view')
  const movements = useMovements(order.id, sees).data?.items ?? []
  const lines = stillOut(movements)
  const issues = record.may('issue_parts')
  if (!lines.length && !issues) return null
  return (
    <Section
      title={t('work_orders.parts.title')}
      hint={lines.length || undefined}
      action={
        issues && <AddButton label={t('work_orders.parts.issue')} onClick={() => record.open({ kind: 'part' })} />
      }
    >
      {lines.length > 0 && (
        <ul className={styles.rows}>
          {lines.map(({ issue, out }) => (
            <li key={issue.id}>
              <span className={styles.words}>
                <Go to={paths.part(issue.part_id)}>
                  <b dir="auto">{issue.part_name}</b>
                </Go>
                <small>
                  {[
                    issue.part_number,
                    `${issue.storeroom} › ${issue.bin}`,
                    formatInstant(new Date(issue.at), locale),
                  ].join(' · ')}
                </small>
              </span>
              <span className="num">
                {formatNumber(out, locale, 6)}
                {out < -issue.quantity && ` / ${formatNumber(-issue.quantity, locale, 6)}`}
              </span>
              {issues && out > 0 && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={44}
                  aria-label={t('work_orders.parts.return_part', { name: issue.part_name })}
                  title={t('work_orders.parts.return')}
                  onClick={() =>
                    record.open({
                      kind: 'return',
                      movement: issue.id,
                      part: issue.part_id,
                      most: out,
                      name: issue.part_name,
                    })
                  }
                >
                  <IconArrowBackUp size={18} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
