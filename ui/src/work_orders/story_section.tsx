import { useLocale, useT } from '@/i18n'
import { formatInstant } from '@/lib/dates'
import { formatMinutes } from '@/lib/numbers'
import styles from './record.module.css'
import type { RecordState } from './use_record'

/** What it is about, who asked for it, and what was done in the end. */
export function StorySection({ record }: { record: RecordState }) {
  const t = useT()
  const locale = useLocale()
  const { order } = record
  const who = order.requested_by_name ?? order.created_by_name
  const at = formatInstant(new Date(order.created_at), locale)
  return (
    <section className={styles.section} aria-label={t('work_orders.field.description')}>
      {order.description && (
        <p className={styles.prose} dir="auto">
          {order.description}
        </p>
      )}
      <p className={styles.faint}>
        {who ? t('work_orders.record.reported_by', { who, at }) : t('work_orders.record.made_at', { at })}
        {order.planned_start_at &&
          ` · ${t('work_orders.record.planned_for', { at: formatInstant(new Date(order.planned_start_at), locale) })}`}
        {order.estimated_minutes
          ? ` · ${t('work_orders.record.estimate', { time: formatMinutes(order.estimated_minutes, locale) })}`
          : ''}
      </p>
      {(order.resolution || order.cause) && (
        <div className={styles.done}>
          {order.resolution && (
            <>
              <b>{t('work_orders.field.resolution')}</b>
              <p className={styles.prose} dir="auto">
                {order.resolution}
              </p>
            </>
          )}
          {order.cause && (
            <>
              <b>{t('work_orders.field.cause')}</b>
              <p className={styles.prose} dir="auto">
                {order.cause}
              </p>
            </>
          )}
        </div>
      )}
      {order.tags.length > 0 && (
        <ul className={styles.tags} aria-label={t('work_orders.field.tags')}>
          {order.tags.map((tag) => (
            <li key={tag}>{tag}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
