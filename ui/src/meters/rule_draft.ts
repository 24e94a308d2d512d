import type { Schemas } from '@/api/client'
import type { PickerOption } from '@/kit/picker'
import type { Definition, Rule } from './queries'

/** What the rule editor holds. */
export interface RuleDraft {
  name: string
  upper_warning: number | null
  upper_action: number | null
  lower_warning: number | null
  lower_action: number | null
  rise_per_hour: number | null
  fall_per_hour: number | null
  hysteresis: number | null
  debounce_readings: number | null
  debounce_minutes: number | null
  cooldown_minutes: number | null
  while: 'always' | 'asset' | 'meter'
  meter: PickerOption | null
  above: number | null
  order_from: 'warning' | 'action'
  title: string
  description: string
  priority: Schemas['Priority'] | ''
  enabled: boolean
}

const given = (value: number | null | undefined) => value ?? null

export function toRuleDraft(rule: Rule | undefined): RuleDraft {
  const definition = rule?.definition
  const mask = definition?.only_while
  return {
    name: rule?.name ?? '',
    upper_warning: given(definition?.upper_warning),
    upper_action: given(definition?.upper_action),
    lower_warning: given(definition?.lower_warning),
    lower_action: given(definition?.lower_action),
    rise_per_hour: given(definition?.rise_per_hour),
    fall_per_hour: given(definition?.fall_per_hour),
    hysteresis: definition?.hysteresis || null,
    debounce_readings: definition?.debounce_readings ?? 1,
    debounce_minutes: definition?.debounce_minutes || null,
    cooldown_minutes: definition?.cooldown_minutes || null,
    while: mask?.kind ?? 'always',
    meter: mask?.kind === 'meter' ? { id: mask.meter_id, label: '…' } : null,
    above: mask?.kind === 'meter' ? mask.above : 0,
    order_from: definition?.order_from === 'warning' ? 'warning' : 'action',
    title: rule?.template.title ?? '',
    description: rule?.template.description ?? '',
    priority: rule?.template.priority ?? '',
    enabled: rule?.enabled ?? true,
  }
}

/** The definition that the draft says; `asset` is the meter's own. */
export function toDefinition(draft: RuleDraft, asset: string | null | undefined, before?: Definition): Definition {
  const kept = before?.only_while
  const mask: Definition['only_while'] =
    draft.while === 'asset'
      ? kept?.kind === 'asset'
        ? kept
        : asset
          ? { kind: 'asset', asset_id: asset }
          : null
      : draft.while === 'meter' && draft.meter
        ? { kind: 'meter', meter_id: draft.meter.id, above: draft.above ?? 0 }
        : null
  return {
    upper_warning: draft.upper_warning,
    upper_action: draft.upper_action,
    lower_warning: draft.lower_warning,
    lower_action: draft.lower_action,
    rise_per_hour: draft.rise_per_hour,
    fall_per_hour: draft.fall_per_hour,
    hysteresis: draft.hysteresis ?? 0,
    debounce_readings: draft.debounce_readings ?? 1,
    debounce_minutes: draft.debounce_minutes ?? 0,
    cooldown_minutes: draft.cooldown_minutes ?? 0,
    only_while: mask,
    order_from: draft.order_from,
  }
}

/** The template, keeping what the editor does not show. */
export const toTemplate = (draft: RuleDraft, before?: Rule['template']): Schemas['ConditionTemplate'] => ({
  ...before,
  title: draft.title.trim() || null,
  description: draft.description.trim() || null,
  priority: draft.priority || null,
})
