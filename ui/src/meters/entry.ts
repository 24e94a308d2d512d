import type { Schemas } from '@/api/client'
import type { Meter } from './queries'

/** What is to be said about a value before it is kept. */
export type Doubt = 'lower' | 'below' | 'above' | undefined

/** Whether a value needs a second look: a counter that shrank, or a value outside what is usual. */
export function doubtOf(meter: Meter, value: number | null): Doubt {
  if (value === null) return undefined
  const last = meter.latest?.value
  if (meter.kind === 'counter' && last !== undefined && value < last) return 'lower'
  if (typeof meter.expected_from === 'number' && value < meter.expected_from) return 'below'
  if (typeof meter.expected_to === 'number' && value > meter.expected_to) return 'above'
  return undefined
}

/** What a key of the pad does to what is typed. `.` stands for the decimal sign, `-` turns the sign round. */
export function press(text: string, key: string): string {
  if (key === 'back') return text.slice(0, -1)
  if (key === '-') return text.startsWith('-') ? text.slice(1) : `-${text}`
  if (key === '.') return text.includes('.') ? text : `${text.replace(/^-?$/, '$&0')}.`
  const decimals = /\.(\d*)$/.exec(text)?.[1]?.length ?? 0
  if (decimals >= 6 || text.replace(/\D/g, '').length >= 12) return text
  return text === '0' || text === '-0' ? `${text.slice(0, -1)}${key}` : text + key
}

/** What was typed as a number; nothing while it is none. */
export const numberOf = (text: string): number | null => (/^-?\d+\.?\d*$/.test(text) ? Number(text) : null)

/** What a person types on a keyboard becomes what the pad would have typed. */
export const clean = (text: string) => text.replace(',', '.').replace(/[^\d.-]/g, '')

export interface Entry {
  text: string
  choice: string
  uncertain: boolean
  rollover: boolean
  note: string
}

export const blank: Entry = { text: '', choice: '', uncertain: false, rollover: false, note: '' }

/** What is sent; nothing while the value is missing. `key` keeps it from being counted twice. */
export function toReading(meter: Meter, entry: Entry, at: Date | null, key: string): Schemas['NewReading'] | null {
  const value = numberOf(entry.text)
  const shown = meter.kind === 'characteristic' ? entry.choice && { choice: entry.choice } : value !== null && { value }
  if (!shown) return null
  return {
    ...shown,
    key,
    ...(at && { recorded_at: at.toISOString() }),
    ...(entry.uncertain && { quality: 'uncertain' as const }),
    ...(entry.rollover && doubtOf(meter, value) === 'lower' && { rollover: true }),
    ...(entry.note.trim() && { note: entry.note.trim() }),
  }
}
