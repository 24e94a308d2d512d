import { useLocale, useT } from '@/i18n'
import { formatNumber } from '@/lib/numbers'
import styles from './marks.module.css'
import type { Part } from './queries'
import { unitWord } from './units'

type Stock = Pick<Part, 'on_hand' | 'unit' | 'stock_state'>

/** How much there is, and the word when it is not enough. */
export function StockText({ part }: { part: Stock }) {
  const t = useT()
  const locale = useLocale()
  return (
    <span className={styles.stock} data-state={part.stock_state}>
      <b className="num">
        {formatNumber(part.on_hand, locale, 6)} {unitWord(part.unit, t)}
      </b>
      <span>{t(`parts.stock.${part.stock_state}`)}</span>
    </span>
  )
}
