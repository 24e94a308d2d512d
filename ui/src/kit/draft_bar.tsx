import { Button } from '@mantine/core'
import { useLocale, useT } from '@/i18n'
import { formatTime } from '@/lib/dates'
import styles from './form.module.css'

/** Says that a form was restored, and offers to begin anew. */
export function DraftBar({ since, onDiscard }: { since: Date | undefined; onDiscard: () => void }) {
  const t = useT()
  const locale = useLocale()
  if (!since) return null
  return (
    <div className={styles.draft} role="status">
      {t('kit.draft.from', { time: formatTime(since, locale) })}
      <Button size="compact-sm" variant="subtle" onClick={onDiscard}>
        {t('kit.draft.discard')}
      </Button>
    </div>
  )
}
