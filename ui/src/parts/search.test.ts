import { expect, it } from 'vitest'
import { isFiltered, readPartSearch, toQuery } from './search'

it('asks the server for what is low or out in its own words', () => {
  expect(toQuery(readPartSearch({ stock: 'low', sort: '-on_hand', q: 6204 }))).toEqual({
    low_stock: true,
    sort: '-on_hand',
    q: '6204',
  })
  expect(toQuery(readPartSearch({ stock: 'plenty' }))).toEqual({})
  expect(isFiltered({ sort: 'name' })).toBe(false)
})
