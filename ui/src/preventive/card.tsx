import { useT } from '@/i18n'
import { LinkCards, LinkCardWords, linkCard } from '@/kit/link_card'
import { paths } from '@/paths'
import { Go } from '@/shell/go'
import { ComplianceText, DayText, PlanState, useSentence } from './marks'
import type { Plan } from './queries'

/** A plan where people act: the whole card is the link. */
export function PlanCard({ plan }: { plan: Plan }) {
  const t = useT()
  const say = useSentence()
  return (
    <Go to={paths.preventivePlan(plan.id)} className={linkCard}>
      <LinkCardWords title={plan.name} place={say(plan.summary)}>
        <PlanState state={plan.state} />
        <ComplianceText compliance={plan.compliance} />
        <small>
          {t('preventive.field.next')} <DayText day={plan.next_due_on} />
        </small>
      </LinkCardWords>
    </Go>
  )
}

export function PlanCards({ plans, onEnd }: { plans: Plan[]; onEnd: () => void }) {
  return (
    <LinkCards onEnd={onEnd}>
      {plans.map((plan) => (
        <PlanCard key={plan.id} plan={plan} />
      ))}
    </LinkCards>
  )
}
