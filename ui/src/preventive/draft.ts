import type { Schemas } from '@/api/client'
import type { PickerOption } from '@/kit/picker'
import type { NewPlan, Plan } from './queries'
import { freshRule, type Rule, readTrigger, writeTrigger } from './rule'

type Priority = Schemas['Priority']

export type OnDayOff = Schemas['OnDayOff']

/** A line of a list that grows; the key tells it from the others while it is edited. */
interface Line {
  key: number
}

export interface ClosureDraft extends Line {
  from: string
  to: string
  what: string
}

export interface SeasonDraft extends Line {
  from_month: number
  from_day: number
  to_month: number
  to_day: number
}

export interface CalendarDraft {
  days_off: Schemas['Weekday'][]
  on_day_off: OnDayOff
  closures: ClosureDraft[]
  seasons: SeasonDraft[]
}

export interface LevelDraft extends Line {
  every_nth: number | null
  name: string
  description: string
  minutes: number | null
}

export const nextKey = (lines: readonly Line[]) => Math.max(0, ...lines.map((line) => line.key)) + 1

/** What the form holds. */
export interface PlanDraft {
  name: string
  description: string
  rule: Rule
  lead_days: number
  no_fire_while_open: boolean
  ends_on: string
  calendar: CalendarDraft
  levels: LevelDraft[]
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
    calendar: toCalendarDraft(plan?.calendar),
    levels: (plan?.levels ?? []).map((level, index) => ({
      key: index + 1,
      every_nth: level.every_nth,
      name: level.name,
      description: level.description ?? '',
      minutes: level.estimated_minutes ?? null,
    })),
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

function toCalendarDraft(calendar: Schemas['PlanCalendar'] = {}): CalendarDraft {
  const { days_off = [], on_day_off = 'later', closures = [], seasons = [] } = calendar
  const part = (text: string, at: number) => Number(text.split('-')[at])
  return {
    days_off,
    on_day_off,
    closures: closures.map(({ from, to, what }, index) => ({ key: index + 1, from, to, what: what ?? '' })),
    seasons: seasons.map(({ from, to }, index) => ({
      key: index + 1,
      from_month: part(from, 0),
      from_day: part(from, 1),
      to_month: part(to, 0),
      to_day: part(to, 1),
    })),
  }
}

/** Lines that are not filled in yet say nothing. */
function toCalendar({ days_off, on_day_off, closures, seasons }: CalendarDraft): Schemas['PlanCalendar'] {
  const text = (month: number, day: number) => `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return {
    days_off,
    on_day_off,
    closures: closures
      .filter(({ from, to }) => from && to)
      .map(({ from, to, what }) => ({ from, to, ...(what.trim() && { what: what.trim() }) })),
    seasons: seasons.map((one) => ({
      from: text(one.from_month, one.from_day),
      to: text(one.to_month, one.to_day),
    })),
  }
}

/** Levels go with fixed dates only: the server refuses others. */
const toLevels = (draft: PlanDraft): Schemas['PlanLevel'][] =>
  draft.rule.basis === 'fixed'
    ? draft.levels.map(({ every_nth, name, description, minutes }) => ({
        every_nth: every_nth ?? 0,
        name: name.trim(),
        ...(description.trim() && { description: description.trim() }),
        ...(minutes !== null && { estimated_minutes: minutes }),
      }))
    : []

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
  calendar: toCalendar(draft.calendar),
  levels: toLevels(draft),
  template: toTemplate(draft),
  ...(siteId && { site_id: siteId }),
  ...(draft.description.trim() && { description: draft.description.trim() }),
  ...(draft.ends_on && { ends_on: draft.ends_on }),
})

/** Only what decides the dates, so that typing a name asks for no new preview. */
export const toPreview = (draft: PlanDraft, siteId?: string): NewPlan => ({
  trigger: writeTrigger(draft.rule),
  lead_days: draft.lead_days,
  calendar: toCalendar(draft.calendar),
  levels: toLevels(draft).filter(({ every_nth, name }) => every_nth > 1 && name),
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
    ...(!same(next.calendar, old.calendar) && { calendar: toCalendar(draft.calendar) }),
    ...(!same(next.levels, old.levels) && { levels: toLevels(draft) }),
    ...(!same(next.template, old.template) && { template: toTemplate(draft) }),
    ...(draft.description.trim() !== before.description && { description: draft.description.trim() || null }),
    ...(draft.ends_on !== before.ends_on && { ends_on: draft.ends_on || null }),
  }
}
