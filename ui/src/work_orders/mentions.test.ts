import { expect, it } from 'vitest'
import { mentioned, mentionQuery, withMention } from './mentions'

const people = [
  { id: '1', name: 'Ana' },
  { id: '2', name: 'Ana Ruiz' },
  { id: '3', name: 'Tom Becker' },
]

it('notices a name being typed, also its second word, but no e-mail address', () => {
  expect(mentionQuery('please look @to')).toBe('to')
  expect(mentionQuery('@Tom Be')).toBe('Tom Be')
  expect(mentionQuery('mail me@plant')).toBeUndefined()
  expect(mentionQuery('done')).toBeUndefined()
})

it('completes the name that was started', () => {
  expect(withMention('look @to', 'Tom Becker')).toBe('look @Tom Becker ')
})

it('speaks to exactly those whose whole name is there', () => {
  expect(mentioned('@Ana Ruiz and @Tom Becker', people)).toEqual(['3', '2'])
  expect(mentioned('@Ana please', people)).toEqual(['1'])
  expect(mentioned('Tom Becker did it', people)).toEqual([])
})
