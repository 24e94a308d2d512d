import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { Skeleton } from '@/kit/skeleton'
import { formatInstant } from '@/lib/dates'
import { useCan } from '@/shell/session'
import { ConditionMark } from './marks'
import { type Meter, type Rule, useRules } from './queries'
import styles from './record.module.css'
import { useEvaluationWords, useRuleSentence } from './words'

const RuleSheet = lazy(() => import('./rule_sheet'))

/** The rules about a meter, each as a sentence, with what it said last and why. */
export function RulesCard({ meter }: { meter: Meter }) {
  const t = useT()
  const manage = useCan('meters.manage')
  const rules = useRules(meter.id)
  const [edited, setEdited] = useState<Rule | 'new'>()
  return (
    <Card
      title={t('meters.rules.title')}
      action={
        manage && (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={15} aria-hidden />}
            onClick={() => setEdited('new')}
          >
            {t('meters.rules.add')}
          </Button>
        )
      }
    >
      {rules.data ? (
        rules.data.items.length ? (
          <ul className={`${styles.rows} ${styles.rules}`}>
            {rules.data.items.map((rule) => (
              <Line key={rule.id} meter={meter} rule={rule} onEdit={manage ? () => setEdited(rule) : undefined} />
            ))}
          </ul>
        ) : (
          <p className={styles.none}>{t('meters.rules.none')}</p>
        )
      ) : rules.isError ? (
        <ErrorState what={t('meters.the_rules')} {...problemProps(rules.error)} onRetry={() => void rules.refetch()} />
      ) : (
        <Skeleton height={90} />
      )}
      <Suspense>
        {edited && (
          <RuleSheet
            meter={meter}
            rule={edited === 'new' ? undefined : edited}
            onClose={() => setEdited(undefined)}
            key={edited === 'new' ? 'new' : edited.id}
          />
        )}
      </Suspense>
    </Card>
  )
}

function Line({ meter, rule, onEdit }: { meter: Meter; rule: Rule; onEdit: (() => void) | undefined }) {
  const t = useT()
  const locale = useLocale()
  const sentence = useRuleSentence(meter)
  const why = useEvaluationWords(meter)
  return (
    <li>
      <span className={styles.words}>
        <b dir="auto">{rule.name}</b>
        <small>{rule.enabled ? sentence(rule.definition) : t('meters.rules.off')}</small>
        {rule.latest && (
          <small className="num">{`${formatInstant(new Date(rule.latest.at), locale)}: ${why(rule.latest)}`}</small>
        )}
      </span>
      {rule.enabled && <ConditionMark level={rule.level} />}
      {onEdit && (
        <Button
          size="compact-sm"
          variant="default"
          aria-label={t('meters.rules.edit_one', { name: rule.name })}
          onClick={onEdit}
        >
          {t('meters.rules.edit')}
        </Button>
      )}
    </li>
  )
}
