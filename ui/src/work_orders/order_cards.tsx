import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { WorkOrderCard } from './card'
import styles from './list.module.css'
import type { WorkOrderRow } from './search'
import { useListSearch } from './use_list_search'

/** The list on a phone: as many cards as fit, wherever the page is scrolled to. */
export default function OrderCards({ rows, onEnd }: { rows: readonly WorkOrderRow[]; onEnd: () => void }) {
  const search = { ...useListSearch() }
  const box = useRef<HTMLUListElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => setOffset(box.current?.offsetTop ?? 0), [])
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => 118,
    overscan: 6,
    scrollMargin: offset,
    getItemKey: (index) => rows[index]?.id ?? index,
  })
  const shown = virtual.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (lastShown >= rows.length - 10) onEnd()
  }, [lastShown, rows.length, onEnd])
  return (
    <ul ref={box} className={styles.cards} style={{ height: virtual.getTotalSize() }}>
      {shown.map((item) => {
        const order = rows[item.index]
        if (!order) return null
        return (
          <li
            key={order.id}
            ref={virtual.measureElement}
            data-index={item.index}
            aria-setsize={rows.length}
            aria-posinset={item.index + 1}
            style={{ transform: `translateY(${item.start - offset}px)` }}
          >
            <WorkOrderCard order={order} search={search} />
          </li>
        )
      })}
    </ul>
  )
}
