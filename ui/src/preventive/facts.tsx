import { IconCalendarRepeat, IconPlayerPause } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Facts, RecordName, RecordNote, RecordText } from '@/kit/record'
import { formatDay } from '@/lib/dates'
import { ComplianceText, DayText, PlanState, useSentence } from './marks'
import type { Plan } from './queries'
import styles from './record.module.css'

/** The rule as a sentence, and how well it is kept. */
export function RuleCard({ plan }: { plan: Plan }) {
  const t = useT()
  const locale = useLocale()
  const say = useSentence()
  const more = [
    plan.lead_days > 0 ? t('preventive.lead', { count: plan.lead_days }) : t('preventive.lead_none'),
    plan.no_fire_while_open && t('preventive.not_while_open'),
    plan.ends_on && t('preventive.until', { day: formatDay(new Date(`${plan.ends_on}T00:00`), locale, new Date()) }),
    plan.time_zone,
  ].filter(Boolean)
  return (
    <Card>
      <RecordName>{plan.name}</RecordName>
      <p className={styles.rule}>
        <IconCalendarRepeat size={22} stroke={1.75} aria-hidden />
        <span>
          <b>{say(plan.summary)}</b>
          <small>{more.join(' · ')}</small>
        </span>
      </p>
      {plan.state === 'paused' && (
        <RecordNote tone="amber" icon={<IconPlayerPause size={18} aria-hidden />}>
          {plan.paused_at &&
            t('preventive.paused_since', { day: formatDay(new Date(plan.paused_at), locale, new Date()) })}
          {plan.pause_reason && ` ${plan.pause_reason}`}
        </RecordNote>
      )}
      <Facts
        entries={[
          [t('preventive.field.state'), <PlanState key="state" state={plan.state} />],
          [t('preventive.field.next'), <DayText key="next" day={plan.next_due_on} />],
          [t('preventive.field.compliance'), <ComplianceText key="compliance" compliance={plan.compliance} />],
          [t('preventive.field.kept'), `${plan.compliance.on_time} / ${plan.compliance.due}`],
        ]}
      />
      {plan.description && <RecordText>{plan.description}</RecordText>}
    </Card>
  )
}
