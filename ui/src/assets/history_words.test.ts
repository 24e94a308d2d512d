// @vitest-environment happy-dom
import { expect, it } from 'vitest'
import { setLanguage, t } from '@/i18n'
import { eventTitle, groupOf, wordedChanges } from './history_words'

const change = (field: string, old: unknown, next: unknown) => ({ field, old, new: next })

it('words a status change and leaves ids out', async () => {
  await setLanguage('en')
  const event = {
    kind: 'changed',
    changes: [change('status', 'running', 'down'), change('parent_id', null, '0190-…')],
  }
  expect(groupOf(event)).toBe('status')
  expect(wordedChanges(event, t)).toEqual([{ field: 'status', label: 'Status', from: 'Running', to: 'Down' }])
})

it('tells archiving from bringing back, and names what it does not know', async () => {
  await setLanguage('en')
  expect(eventTitle({ kind: 'changed', changes: [change('archived_at', null, '2026-11-01')] }, t)).toBe('Archived')
  expect(eventTitle({ kind: 'changed', changes: [change('archived_at', '2026-11-01', null)] }, t)).toBe('Brought back')
  expect(eventTitle({ kind: 'frobbed', changes: [] }, t)).toBe('Changed')
})
