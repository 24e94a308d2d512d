// @vitest-environment happy-dom
import { beforeAll, expect, it } from 'vitest'
import { setLanguage, t } from '@/i18n'
import { addressOf, fieldName, says, valueText } from './words'

const maria = '01a0ebf7-6e51-7fb3-86cb-a5ba0b4f6e3b'
const context = { t, locale: 'en-GB', names: new Map([[maria, 'Maria Okafor']]) }
const say = (field: string, value: unknown) => valueText('work_order', field, value, context)

beforeAll(() => setLanguage('en'))

it('writes values as their own page does', () => {
  expect(say('status', 'in_progress')).toBe('In progress')
  expect(say('started_at', '2026-11-28T07:11:46.744788Z')).toContain('28 Nov 2026')
  expect(say('created_by', maria)).toBe('Maria Okafor')
  expect(say('assignee_ids', [maria])).toBe('Maria Okafor')
  expect(say('asset_id', maria.replace('01a', '02b'))).toBe('…4f6e3b')
  expect(say('next_due_on', '2019-11-19')).toBe('19 Nov 2019')
  expect(say('active', false)).toBe('No')
  expect(say('number', 5580)).toBe('5580')
  expect(say('cost_minor', 0)).toBe('0')
})

it('writes nothing as a dash, and what is newer than the page or too long as it can', () => {
  expect(say('due_at', null)).toBe('—')
  expect(say('tags', [])).toBe('—')
  expect(say('status', 'teleported')).toBe('teleported')
  expect(say('rule', { every: 1 })).toBe('{"every":1}')
  expect(say('description', 'x'.repeat(200))).toHaveLength(121)
})

it('leaves out what a new record was born without', () => {
  expect([null, '', 0, false, [], {}, { due: 0 }].filter(says)).toEqual([])
  expect(['high', 5580, true, ['pump']].every(says)).toBe(true)
})

it('calls fields what people call them', () => {
  expect(fieldName(t, 'work_order', 'due_at')).toBe(t('work_orders.field.due_at'))
  expect(fieldName(t, 'asset', 'serial_number')).toBe(t('assets.field.serial_number'))
  expect(fieldName(t, 'robot', 'arm_count')).toBe('arm count')
})

it('knows where a record is shown', () => {
  expect(addressOf('work_order', '7')).toBe('/work-orders/7')
  expect(addressOf('session', '7')).toBeUndefined()
})
