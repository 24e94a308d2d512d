import { expect, it } from 'vitest'
import type { Rule } from './queries'
import { toDefinition, toRuleDraft, toTemplate } from './rule_draft'

const rule = {
  name: 'Hot',
  enabled: true,
  definition: {
    upper_action: 80,
    hysteresis: 5,
    debounce_readings: 3,
    debounce_minutes: 0,
    cooldown_minutes: 60,
    only_while: { kind: 'asset', asset_id: 'other-asset' },
  },
  template: { title: 'Look', team_id: 'team', assignee_ids: ['maria'] },
} as unknown as Rule

it('gives back what it read, with what it does not show', () => {
  const draft = toRuleDraft(rule)
  expect(toDefinition(draft, 'this-asset', rule.definition)).toMatchObject({
    upper_action: 80,
    upper_warning: null,
    hysteresis: 5,
    debounce_readings: 3,
    only_while: { kind: 'asset', asset_id: 'other-asset' },
    order_from: 'action',
  })
  expect(toTemplate(draft, rule.template)).toMatchObject({ title: 'Look', team_id: 'team', assignee_ids: ['maria'] })
})

it('masks by the meter’s own asset, by another meter, or not at all', () => {
  const fresh = toRuleDraft(undefined)
  expect(toDefinition(fresh, 'asset').only_while).toBeNull()
  expect(toDefinition({ ...fresh, while: 'asset' }, 'asset').only_while).toEqual({ kind: 'asset', asset_id: 'asset' })
  const meter = { ...fresh, while: 'meter' as const, meter: { id: 'm', label: 'Speed' }, above: 100 }
  expect(toDefinition(meter, 'asset').only_while).toEqual({ kind: 'meter', meter_id: 'm', above: 100 })
})
