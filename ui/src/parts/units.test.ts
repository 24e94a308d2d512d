// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { setLanguage, t } from '@/i18n'
import { isWhole, unitWord } from './units'

it('prints units as people write them', async () => {
  await setLanguage('en')
  expect(unitWord('{each}', t)).toBe('pcs')
  expect(unitWord('{roll}', t)).toBe('roll')
  expect(unitWord('m2', t)).toBe('m²')
  expect(isWhole('{each}')).toBe(true)
  expect(isWhole('L')).toBe(false)
})
