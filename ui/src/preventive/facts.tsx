import { IconCalendarRepeat, IconPlayerPause } from '@tabler/icons-react'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
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
      <p className={styles.name} dir="auto">
        {plan.name}
      </p>
      <p className={styles.rule}>
        <IconCalendarRepeat size={22} stroke={1.75} aria-hidden />
        <span>
          <b>{say(plan.summary)}</b>
          <small>{more.join(' · ')}</small>
        </span>
      </p>
      {plan.state === 'paused' && (
        <p className={styles.banner}>
          <IconPlayerPause size={18} aria-hidden />
          <span>
            {plan.paused_at &&
              t('preventive.paused_since', { day: formatDay(new Date(plan.paused_at), locale, new Date()) })}
            {plan.pause_reason && ` ${plan.pause_reason}`}
          </span>
        </p>
      )}
      <dl className={styles.facts}>
        <div>
          <dt>{t('preventive.field.state')}</dt>
          <dd>
            <PlanState state={plan.state} />
          </dd>
        </div>
        <div>
          <dt>{t('preventive.field.next')}</dt>
          <dd>
            <DayText day={plan.next_due_on} />
          </dd>
        </div>
        <div>
          <dt>{t('preventive.field.compliance')}</dt>
          <dd>
            <ComplianceText compliance={plan.compliance} />
          </dd>
        </div>
        <div>
          <dt>{t('preventive.field.kept')}</dt>
          <dd className="num">{`${plan.compliance.on_time} / ${plan.compliance.due}`}</dd>
        </div>
      </dl>
      {plan.description && (
        <p className={styles.text} dir="auto">
          {plan.description}
        </p>
      )}
    </Card>
  )
}
