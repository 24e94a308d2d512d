import { expect, it } from 'vitest'
import { timeZones } from '@/lib/time_zones'
import { guessCurrency, missingFields } from './set_up_fields'

it('guesses the currency from the region', () => {
  expect(guessCurrency('de')).toBe('EUR')
  expect(guessCurrency('es-MX')).toBe('MXN')
  expect(guessCurrency('en-US')).toBe('USD')
})

it('names what is missing, and a password that is too short', () => {
  const fields = {
    organization_name: 'A',
    site_name: ' ',
    time_zone: 'UTC',
    currency: 'EUR',
    name: 'B',
    email: 'c@d.e',
    password: 'short',
  }
  expect(missingFields(fields)).toEqual(['site_name', 'password'])
  expect(timeZones()).toContain('UTC')
})
