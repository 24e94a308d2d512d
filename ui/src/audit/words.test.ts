import { expect, it } from 'vitest'
import { addressOf, valueText } from './words'

it('writes every kind of value in a line', () => {
  expect(valueText(null)).toBe('—')
  expect(valueText('')).toBe('—')
  expect(valueText(0)).toBe('0')
  expect(valueText(false)).toBe('false')
  expect(valueText(['a', 'b'])).toBe('["a","b"]')
  expect(valueText('x'.repeat(200))).toHaveLength(121)
})

it('knows where a record is shown', () => {
  expect(addressOf('work_order', '7')).toBe('/work-orders/7')
  expect(addressOf('session', '7')).toBeUndefined()
})
