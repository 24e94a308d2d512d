import { useLocale, useT } from '@/i18n'
import { dueIn, formatDay, formatInstant, formatTime } from '@/lib/dates'
import styles from './marks.module.css'

interface Props {
  at: string | null | undefined
  /** A finished thing is no longer late. */
  done?: boolean
}

export function DueText({ at, done = false }: Props) {
  const t = useT()
  const locale = useLocale()
  if (!at) return <span className={styles.none}>{t('kit.due.none')}</span>
  const now = new Date()
  const date = new Date(at)
  const title = formatInstant(date, locale)
  if (done) return <span className={styles.due}>{formatDay(date, locale, now)}</span>
  const due = dueIn(date, now)
  if (due.kind === 'late') {
    return (
      <span className={styles.due} data-tone="red" title={title}>
        {t(`kit.due.late_${due.unit}`, { count: due.count })}
      </span>
    )
  }
  return (
    <span className={styles.due} data-tone={due.kind === 'today' ? 'amber' : undefined} title={title}>
      {due.kind === 'later'
        ? formatDay(date, locale, now)
        : t(`kit.due.${due.kind}`, { time: formatTime(date, locale) })}
    </span>
  )
}
