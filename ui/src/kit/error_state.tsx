import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useT } from '@/i18n'
import { formatTime } from '@/lib/dates'
import { Empty } from './empty'
import styles from './states.module.css'

interface Props {
  /** What could not be loaded, in the user's words: “the work orders”. */
  what: string
  /** Words for the failure, from `problemText`. */
  reason?: string
  /** The server's id of the failed request, for whoever looks into its log. */
  requestId?: string
  onRetry: () => void
}

export function ErrorState({ what, reason, requestId, onRetry }: Props) {
  const t = useT()
  return (
    <Empty
      art="error"
      title={t('kit.error.title', { what })}
      text={reason ?? t('kit.error.text')}
      action={
        <Button variant="default" onClick={onRetry}>
          {t('kit.error.retry')}
        </Button>
      }
    >
      {requestId && (
        <details className={styles.details}>
          <summary>{t('kit.error.details')}</summary>
          {t('kit.error.request')} <code>{requestId}</code>
        </details>
      )}
    </Empty>
  )
}

/** Over data that is still shown although the last refresh failed. */
export function StaleBar({ since, locale, onRetry }: { since: Date; locale: string; onRetry: () => void }) {
  const t = useT()
  return (
    <div className={styles.stale} role="status">
      {t('kit.stale', { time: formatTime(since, locale) })}
      <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
        {t('kit.error.retry')}
      </Button>
    </div>
  )
}
