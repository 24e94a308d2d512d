import { describe, expect, it } from 'vitest'
import { type Scheme, surface, tones } from './tokens'

const lum = (hex: string) => {
  const c = [1, 3, 5]
    .map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
  return 0.2126 * c[0]! + 0.7152 * c[1]! + 0.0722 * c[2]!
}
const contrast = (a: string, b: string) => {
  const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p) as [number, number]
  return (x + 0.05) / (y + 0.05)
}
describe.each(['light', 'dark'] as Scheme[])('%s tokens pass WCAG AA', (s) => {
  const bgs = [surface[s].canvas, surface[s].card, surface[s].sunken]
  it.each(['text', 'text2', 'text3'] as const)('%s ≥ 4.5:1 on every surface', (k) => {
    for (const bg of bgs) expect(contrast(surface[s][k], bg)).toBeGreaterThanOrEqual(4.5)
  })
  it('control borders ≥ 3:1', () => {
    expect(contrast(surface[s].borderStrong, surface[s].card)).toBeGreaterThanOrEqual(3)
  })
  it.each(Object.entries(tones[s]))('tone %s', (_n, t) => {
    expect(contrast(t.fg, t.bg)).toBeGreaterThanOrEqual(4.5)
    for (const bg of bgs) expect(contrast(t.solid, bg)).toBeGreaterThanOrEqual(3)
    expect(contrast(t.fg, surface[s].card)).toBeGreaterThanOrEqual(4.5)
  })
})
it('white on primary', () => {
  expect(contrast('#FFFFFF', '#0F7285')).toBeGreaterThanOrEqual(4.5)
  expect(contrast('#FFFFFF', '#1A7F93')).toBeGreaterThanOrEqual(4.5)
})
