import { type ReactNode, useEffect, useRef } from 'react'
import styles from './link_card.module.css'

/** On the link that is the whole card: where people act, not compare. */
export const linkCard = styles.card ?? ''

interface LinkCardWordsProps {
  title: ReactNode
  /** Where it is, or what it says. */
  place: ReactNode
  /** At the top end: how urgent. */
  mark?: ReactNode
  /** Its state; the last of several stands at the end. */
  children: ReactNode
}

/** What such a card says. */
export function LinkCardWords({ title, place, mark, children }: LinkCardWordsProps) {
  return (
    <>
      <b dir="auto">{title}</b>
      {mark}
      <span className={styles.place}>{place}</span>
      <span className={styles.meta}>{children}</span>
    </>
  )
}

/** A column of cards that asks for more when its end comes into sight. */
export function LinkCards({ onEnd, children }: { onEnd: () => void; children: ReactNode }) {
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
      {children}
      <div ref={end} />
    </div>
  )
}
