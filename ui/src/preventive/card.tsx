import { useEffect, useRef } from 'react'
import { useT } from '@/i18n'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import styles from './card.module.css'
import { ComplianceText, DayText, PlanState, useSentence } from './marks'
import type { Plan } from './queries'

/** A plan where people act: the whole card is the link. */
export function PlanCard({ plan }: { plan: Plan }) {
  const t = useT()
  const say = useSentence()
  return (
    <Go to={paths.preventivePlan(plan.id)} className={styles.card}>
      <b dir="auto">{plan.name}</b>
      <span className={styles.place}>{say(plan.summary)}</span>
      <span className={styles.meta}>
        <PlanState state={plan.state} />
        <ComplianceText compliance={plan.compliance} />
        <small>
          {t('preventive.field.next')} <DayText day={plan.next_due_on} />
        </small>
      </span>
    </Go>
  )
}

/** A column of cards that asks for more when its end comes into sight. */
export function PlanCards({ plans, onEnd }: { plans: Plan[]; onEnd: () => void }) {
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
      {plans.map((plan) => (
        <PlanCard key={plan.id} plan={plan} />
      ))}
      <div ref={end} />
    </div>
  )
}
