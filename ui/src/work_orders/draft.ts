import type { Kind, Priority } from './marks'

/** A new order as it is written; kept on the device until it is sent or thrown away. */
export interface Draft {
  title: string
  description: string
  kind: Kind
  priority: Priority
  asset?: { id: string; name: string; code: string } | undefined
  due_at?: string | undefined
  people: string[]
  team?: string | undefined
  /** When it was last touched. */
  at?: string
}

const key = 'draft:work_order:new'

export const emptyDraft: Draft = { title: '', description: '', kind: 'corrective', priority: 'medium', people: [] }

/** Whether there is anything that would be a pity to lose. */
export const isWorthKeeping = (draft: Draft) => Boolean(draft.title.trim() || draft.description.trim())

export function readDraft(): Draft | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as Draft | null
    return kept && isWorthKeeping(kept) ? { ...emptyDraft, ...kept } : undefined
  } catch {
    return undefined
  }
}

export function keepDraft(draft: Draft) {
  if (isWorthKeeping(draft)) localStorage.setItem(key, JSON.stringify({ ...draft, at: new Date().toISOString() }))
  else localStorage.removeItem(key)
}

export const dropDraft = () => localStorage.removeItem(key)
