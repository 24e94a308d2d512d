import { expect, it } from 'vitest'
import { isFiltered, readAssetSearch } from './search'

it('reads filters from the address and ignores what it does not know', () => {
  expect(readAssetSearch({ q: 101, status: 'down,on_fire', sort: 'price', tree: 'x', color: 'red' })).toEqual({
    q: '101',
    status: 'down',
  })
})

it('does not call a place in the tree a filter', () => {
  expect(isFiltered({ location_id: 'x' })).toBe(false)
  expect(isFiltered({ location_id: 'x', archived: true })).toBe(true)
})
