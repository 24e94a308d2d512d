import { expect, it } from 'vitest'
import { formatMinutes, formatMoney, moneyField, parseDecimal, parseMoney } from './numbers'

it.each([
  ['1,234.5', 'en-GB', 1234.5],
  ['1.234,5', 'de-DE', 1234.5],
  ['1234,5', 'es-ES', 1234.5],
  ['12,5', 'en-GB', 12.5],
  ['1,234', 'en-GB', 1234],
  ['-3', 'en-GB', -3],
  ['', 'en-GB', null],
  ['3 bolts', 'en-GB', null],
])('reads %s in %s', (text, locale, value) => expect(parseDecimal(text, locale)).toBe(value))

it('keeps money in whole minor units of its currency', () => {
  expect(parseMoney('19.99', 'EUR', 'en-GB')).toBe(1999)
  expect(parseMoney('1500', 'JPY', 'en-GB')).toBe(1500)
  expect(formatMoney(1999, 'EUR', 'en-GB')).toBe('€19.99')
  expect(moneyField(123456, 'EUR', 'es-ES')).toBe('1234,56')
})

it('writes durations as people say them', () => {
  expect(formatMinutes(45, 'en-GB')).toBe('45\u00a0min')
  expect(formatMinutes(60, 'en-GB')).toBe('1\u00a0h')
  expect(formatMinutes(95, 'en-GB')).toBe('1\u00a0h 35\u00a0min')
})
