/** Units that meters usually have, by their UCUM codes, in groups of what they measure. */
export const units = [
  'h',
  'km',
  'kW.h',
  'm3',
  '{cycles}',
  'Cel',
  'bar',
  'mm/s',
  'A',
  'V',
  '%',
  'L/min',
  'm3/h',
  '1/min',
  'mm',
  'Hz',
] as const

const words: Record<string, string> = {
  Cel: '°C',
  '[degF]': '°F',
  'kW.h': 'kWh',
  '[psi]': 'psi',
  '1/min': 'rpm',
  '[pH]': 'pH',
  '[in_i]': 'in',
  Ohm: 'Ω',
}

/** As it is printed: “°C”, “m³/h”. UCUM's braces mark things that are counted. */
export function unitWord(unit: string | null | undefined): string {
  if (!unit) return ''
  return (
    words[unit] ??
    unit
      .replace(/[{}[\]]/g, '')
      .replace(/(?<=[a-z])2(?=$|\/)/g, '²')
      .replace(/(?<=[a-z])3(?=$|\/)/g, '³')
      .replace(/\bu(?=[a-zA-Z])/g, 'µ')
      .replaceAll('.', '·')
  )
}
