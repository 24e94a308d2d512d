import { Button } from '@mantine/core'
import { useT } from '@/i18n'
import styles from './settings.module.css'

/** The foot of a section's form. */
export function Save({ busy, dirty }: { busy: boolean; dirty: boolean }) {
  const t = useT()
  return (
    <div className={styles.actions}>
      <Button type="submit" loading={busy} disabled={!dirty}>
        {t('settings.save')}
      </Button>
    </div>
  )
}
