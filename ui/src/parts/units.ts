import type { Translate } from '@/i18n'

/** Units that parts are usually counted in, by their UCUM codes. */
export const units = ['{each}', '{pair}', '{set}', '{box}', 'm', 'L', 'kg', 'm2'] as const

const words: Record<string, 'parts.unit.each' | 'parts.unit.pair' | 'parts.unit.set' | 'parts.unit.box'> = {
  '{each}': 'parts.unit.each',
  '{pair}': 'parts.unit.pair',
  '{set}': 'parts.unit.set',
  '{box}': 'parts.unit.box',
}

/** As it is printed: “pcs”, “m”. UCUM's braces mark things that are counted. */
export function unitWord(unit: string, t: Translate): string {
  const word = words[unit]
  return word ? t(word) : unit.replace(/[{}]/g, '').replace(/^m2$/, 'm²').replace(/^m3$/, 'm³')
}

/** Counted things come whole. */
export const isWhole = (unit: string) => /^\{.*\}$/.test(unit)
