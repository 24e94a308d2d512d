import { expect, it } from 'vitest'
import { unitWord } from './units'

it('prints units as people write them', () => {
  const printed = ['Cel', 'm3/h', 'mm/s2', '{bottles}', '[psi]', 'uS/cm', 'h', 'g.m', null].map(unitWord)
  expect(printed).toEqual(['°C', 'm³/h', 'mm/s²', 'bottles', 'psi', 'µS/cm', 'h', 'g·m', ''])
})
