/** A record somebody opened from the palette, kept on this device. */
export interface Recent {
  id: string
  kind: string
  title: string
  subtitle: string
}

const storageKey = 'cf-recent'
const most = 6

const isRecent = (value: unknown): value is Recent =>
  typeof value === 'object' && value !== null && ['id', 'kind', 'title', 'subtitle'].every((key) => key in value)

export function readRecent(): Recent[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isRecent).slice(0, most) : []
  } catch {
    return []
  }
}

/** Newest first, each record once. Record pages call it too. */
export function remember(record: Recent) {
  const others = readRecent().filter((other) => other.id !== record.id)
  localStorage.setItem(storageKey, JSON.stringify([record, ...others].slice(0, most)))
}

/** On signing out: the next person at this device sees nothing of the last. */
export const forgetRecent = () => localStorage.removeItem(storageKey)
