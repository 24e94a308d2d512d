import { useT } from '@/i18n'
import styles from './states.module.css'

interface Props {
  height?: number
  width?: number | string
  radius?: number
}

/** One grey bone. Groups below appear after 120 ms, so that a fast answer shows none. */
export function Skeleton({ height = 14, width = '100%', radius = 6 }: Props) {
  return <span className={styles.bone} style={{ display: 'block', height, width, borderRadius: radius }} aria-hidden />
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)

/** Stands for a table of 58-px rows. */
export function SkeletonRows({ rows = 9 }: { rows?: number }) {
  const t = useT()
  return (
    <div className={`${styles.bones} ${styles.rows}`} role="status" aria-busy aria-label={t('kit.loading')}>
      {numbers(rows).map((row) => (
        <div key={row} className={styles.line}>
          <Skeleton width={44} />
          <span>
            <Skeleton width={`${52 - (row % 4) * 8}%`} />
            <Skeleton width={`${30 - (row % 3) * 5}%`} height={10} />
          </span>
          <Skeleton width={90} height={22} />
        </div>
      ))}
    </div>
  )
}

/** Stands for a list of cards. */
export function SkeletonCards({ cards = 4, height = 106 }: { cards?: number; height?: number }) {
  const t = useT()
  return (
    <div className={styles.bones} role="status" aria-busy aria-label={t('kit.loading')}>
      {numbers(cards).map((card) => (
        <Skeleton key={card} height={height} radius={14} />
      ))}
    </div>
  )
}
