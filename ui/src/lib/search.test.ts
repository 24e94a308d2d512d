import { expect, it } from 'vitest'
import { compact, readSort, word, words, writeSort } from './search'

it('keeps known words and drops the rest', () => {
  expect(words('down,flying,running', ['running', 'down'])).toBe('down,running')
  expect(words('flying', ['running'])).toBeUndefined()
  expect(word(101)).toBe('101')
  expect(word({})).toBeUndefined()
})

it('writes no empty parameter', () => {
  expect(compact({ q: '', archived: false, status: 'down', sort: undefined })).toEqual({ status: 'down' })
})

it('turns the order round as the server does', () => {
  expect(readSort('-name')).toEqual({ by: 'name', direction: 'desc' })
  expect(writeSort({ by: 'code', direction: 'asc' })).toBe('code')
})
