import { expect, it } from 'vitest'
import { parseAuditSearch, periodStart } from './search'

it('drops from the address what it does not know', () => {
  expect(parseAuditSearch({ who: 'u1', when: 'yesterday', what: 7, other: 'x' })).toEqual({ who: 'u1' })
  expect(parseAuditSearch({ when: 'week', what: 'asset' })).toEqual({ when: 'week', what: 'asset' })
})

it('counts periods in whole local days', () => {
  const now = new Date(2026, 10, 24, 15, 30)
  expect(periodStart('today', now)).toEqual(new Date(2026, 10, 24))
  expect(periodStart('week', now)).toEqual(new Date(2026, 10, 18))
})
