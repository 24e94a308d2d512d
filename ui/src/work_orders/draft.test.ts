// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest'
import { dropDraft, emptyDraft, keepDraft, readDraft } from './draft'

beforeEach(() => localStorage.clear())

it('keeps what was typed until it is sent', () => {
  keepDraft({ ...emptyDraft, title: 'Belt slips', priority: 'high' })
  expect(readDraft()).toMatchObject({ title: 'Belt slips', priority: 'high', kind: 'corrective' })
  dropDraft()
  expect(readDraft()).toBeUndefined()
})

it('keeps nothing of an empty form, and survives a broken draft', () => {
  keepDraft({ ...emptyDraft, title: '  ' })
  expect(readDraft()).toBeUndefined()
  localStorage.setItem('draft:work_order:new', '{broken')
  expect(readDraft()).toBeUndefined()
})
