import type { Schemas } from '@/api/client'
import type { PickerOption } from '@/kit/picker'
import type { NewPlan, Plan } from './queries'
import { freshRule, type Rule, readTrigger, writeTrigger } from './rule'

type Priority = Schemas['Priority']

/** What the form holds. */
export interface PlanDraft {
  name: string
  description: string
  rule: Rule
  lead_days: number
  no_fire_while_open: boolean
  ends_on: string
  title: string
  instructions: string
  priority: Priority | ''
  estimated_minutes: number | null
  assignee_ids: string[]
  team_id: string
  assets: PickerOption[]
  location: PickerOption | null
}

export function toDraft(
  now: Date,
  plan?: Plan,
  assets: PickerOption[] = [],
  location: PickerOption | null = null,
): PlanDraft {
  const template = plan?.template
  return {
    name: plan?.name ?? '',
    description: plan?.description ?? '',
    rule: plan ? readTrigger(plan.trigger, now) : freshRule(now),
    lead_days: plan?.lead_days ?? 7,
    no_fire_while_open: plan?.no_fire_while_open ?? true,
    ends_on: plan?.ends_on ?? '',
    title: template?.title ?? '',
    instructions: template?.description ?? '',
    priority: template?.priority ?? '',
    estimated_minutes: template?.estimated_minutes ?? null,
    assignee_ids: template?.assignee_ids ?? [],
    team_id: template?.team_id ?? '',
    assets,
    location,
  }
}

const toTemplate = (draft: PlanDraft): Schemas['OrderTemplate'] => ({
  assignee_ids: draft.assignee_ids,
  asset_ids: draft.assets.map((asset) => asset.id),
  ...(draft.title.trim() && { title: draft.title.trim() }),
  ...(draft.instructions.trim() && { description: draft.instructions.trim() }),
  ...(draft.priority && { priority: draft.priority }),
  ...(draft.estimated_minutes !== null && { estimated_minutes: draft.estimated_minutes }),
  ...(draft.team_id && { team_id: draft.team_id }),
  ...(draft.location && { location_id: draft.location.id }),
})

export const toNew = (draft: PlanDraft, siteId?: string): NewPlan => ({
  name: draft.name.trim(),
  trigger: writeTrigger(draft.rule),
  lead_days: draft.lead_days,
  no_fire_while_open: draft.no_fire_while_open,
  template: toTemplate(draft),
  ...(siteId && { site_id: siteId }),
  ...(draft.description.trim() && { description: draft.description.trim() }),
  ...(draft.ends_on && { ends_on: draft.ends_on }),
})

/** Only what decides the dates, so that typing a name asks for no new preview. */
export const toPreview = (draft: PlanDraft, siteId?: string): NewPlan => ({
  trigger: writeTrigger(draft.rule),
  lead_days: draft.lead_days,
  ...(siteId && { site_id: siteId }),
  ...(draft.ends_on && { ends_on: draft.ends_on }),
  ...(draft.assets.length > 0 && { template: { asset_ids: draft.assets.map((asset) => asset.id) } }),
})

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** Only what differs from the record. */
export function toPatch(draft: PlanDraft, before: PlanDraft, version: number): Schemas['MaintenancePlanPatch'] {
  const next = toNew(draft)
  const old = toNew(before)
  return {
    version,
    ...(next.name !== old.name && { name: next.name }),
    ...(!same(next.trigger, old.trigger) && { trigger: next.trigger }),
    ...(next.lead_days !== old.lead_days && { lead_days: next.lead_days }),
    ...(next.no_fire_while_open !== old.no_fire_while_open && { no_fire_while_open: draft.no_fire_while_open }),
    ...(!same(next.template, old.template) && { template: toTemplate(draft) }),
    ...(draft.description.trim() !== before.description && { description: draft.description.trim() || null }),
    ...(draft.ends_on !== before.ends_on && { ends_on: draft.ends_on || null }),
  }
}
