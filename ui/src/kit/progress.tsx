import { useT } from '@/i18n'
import styles from './marks.module.css'

/** A short bar with “3/6”; nothing when there is nothing to count. */
export function Progress({ done, total }: { done: number; total: number }) {
  const t = useT()
  if (!total) return null
  return (
    <span className={styles.progress}>
      <span className={styles.track} aria-hidden>
        <i style={{ width: `${(done / total) * 100}%` }} data-full={done === total || undefined} />
      </span>
      <span aria-hidden>
        {done}/{total}
      </span>
      <span className="vh">{t('kit.steps_done', { done, total })}</span>
    </span>
  )
}
