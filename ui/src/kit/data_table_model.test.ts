import { expect, it } from 'vitest'
import { nextSort, toggleSelection } from './data_table_model'

const ids = ['a', 'b', 'c', 'd']

it('selects a range with Shift and takes it back the same way', () => {
  const range = toggleSelection(ids, new Set(['a']), 'c', 'a')
  expect([...range]).toEqual(['a', 'b', 'c'])
  expect([...toggleSelection(ids, range, 'b', 'c')]).toEqual(['a'])
})

it('turns the order round on the second click', () => {
  const first = nextSort(undefined, 'due_at')
  expect(first).toEqual({ by: 'due_at', direction: 'asc' })
  expect(nextSort(first, 'due_at').direction).toBe('desc')
  expect(nextSort({ by: 'due_at', direction: 'asc' }, 'number').direction).toBe('asc')
})
