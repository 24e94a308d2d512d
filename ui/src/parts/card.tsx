import { useEffect, useRef } from 'react'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import styles from './card.module.css'
import { StockText } from './marks'
import type { Part } from './queries'

/** A part where people act: the whole card is the link. */
export function PartCard({ part }: { part: Part }) {
  return (
    <Go to={paths.part(part.id)} className={styles.card}>
      <b dir="auto">{part.name}</b>
      <span className={styles.place}>
        <bdi>{[part.number, part.default_bin].filter(Boolean).join(' · ')}</bdi>
      </span>
      <span className={styles.meta}>
        <StockText part={part} />
      </span>
    </Go>
  )
}

/** A column of cards that asks for more when its end comes into sight. */
export function PartCards({ parts, onEnd }: { parts: Part[]; onEnd: () => void }) {
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const watcher = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && onEnd(), {
      rootMargin: '400px',
    })
    if (end.current) watcher.observe(end.current)
    return () => watcher.disconnect()
  }, [onEnd])
  return (
    <div className={styles.cards}>
      {parts.map((part) => (
        <PartCard key={part.id} part={part} />
      ))}
      <div ref={end} />
    </div>
  )
}
