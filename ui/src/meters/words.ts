import { useLocale, useT } from '@/i18n'
import { formatNumber } from '@/lib/numbers'
import { useValueWords } from './marks'
import type { Definition, Evaluation, Meter } from './queries'

/** Why a rule fired or did not, in a sentence. */
export function useEvaluationWords(meter: Pick<Meter, 'unit' | 'choices'>) {
  const t = useT()
  const locale = useLocale()
  const say = useValueWords(meter)
  return (said: Evaluation): string => {
    const { outcome, passed, limit } = said
    const rate = passed === 'rise' || passed === 'fall'
    const shown = rate ? t('meters.per_hour', { value: say(Math.abs(said.rate_per_hour ?? 0)) }) : say(said.value)
    const bound =
      limit === null || limit === undefined ? '' : rate ? t('meters.per_hour', { value: say(limit) }) : say(limit)
    const why = passed ? t(`meters.passed.${passed}`, { value: shown, limit: bound }) : ''
    const count = formatNumber(said.readings_beyond, locale)
    return [why, t(`meters.outcome.${outcome}`, { value: say(said.value), count })].filter(Boolean).join(' ')
  }
}

/** A rule as a sentence: “Makes an order above 80 °C, for 2 readings in a row, while the asset runs.” */
export function useRuleSentence(meter: Pick<Meter, 'unit' | 'choices'>) {
  const t = useT()
  const say = useValueWords(meter)
  return (rule: Definition): string => {
    const from = rule.order_from ?? 'action'
    const given = (value: number | null | undefined): value is number => typeof value === 'number'
    const above = from === 'warning' && given(rule.upper_warning) ? rule.upper_warning : rule.upper_action
    const below = from === 'warning' && given(rule.lower_warning) ? rule.lower_warning : rule.lower_action
    const when = [
      given(above) && t('meters.rule.above', { value: say(above) }),
      given(below) && t('meters.rule.below', { value: say(below) }),
      given(rule.rise_per_hour) && t('meters.rule.rises', { value: say(rule.rise_per_hour) }),
      given(rule.fall_per_hour) && t('meters.rule.falls', { value: say(rule.fall_per_hour) }),
    ].filter(Boolean)
    const minutes = rule.debounce_minutes ?? 0
    const more = [
      (rule.debounce_readings ?? 1) > 1 && t('meters.rule.in_a_row', { count: rule.debounce_readings }),
      minutes > 0 && t('meters.rule.for_minutes', { count: minutes }),
      rule.only_while && t(`meters.rule.while_${rule.only_while.kind}`),
    ].filter(Boolean)
    if (!when.length) return t('meters.rule.only_shows')
    const order = t('meters.rule.order', { when: when.join(` ${t('meters.rule.or')} `) })
    return `${[order, ...more].join(', ')}.`
  }
}
