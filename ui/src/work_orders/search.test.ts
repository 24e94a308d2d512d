import { expect, it } from 'vitest'
import { changed, exportAddress, parseListSearch, toQuery } from './search'

it('drops what an address does not know and keeps numbers as words', () => {
  const search = { view: 'mine', layout: 'globe', q: 1042, status: 'open,planned', page: 7, day: 'soon' }
  expect(parseListSearch(search)).toEqual({ view: 'mine', q: '1042', status: 'open,planned' })
})

it('narrows a view by what the address says', () => {
  expect(toQuery({})).toEqual({ status: 'active' })
  expect(toQuery({ view: 'mine', priority: 'high' })).toEqual({ status: 'active', assignee: 'me', priority: 'high' })
  expect(toQuery({ view: 'unassigned', assignee: 'u1' })).toEqual({ status: 'active', assignee: 'u1' })
  expect(toQuery({ view: 'all', asset: 'a1', sort: '-number' })).toEqual({
    asset_id: 'a1',
    include_children: true,
    sort: '-number',
  })
})

it('starts a saved view from its own filters', () => {
  expect(toQuery({ view: 'v1', due: 'today' }, { v1: { status: 'on_hold', team: 't1' } })).toEqual({
    status: 'on_hold',
    team_id: 't1',
    due: 'today',
  })
})

it('leaves nothing empty in the address', () => {
  expect(changed({ view: 'all', status: 'open' }, { status: '', layout: 'board' })).toEqual({
    view: 'all',
    layout: 'board',
  })
})

it('exports what the list asks for, not the page of it', () => {
  expect(exportAddress(toQuery({ view: 'mine', q: 'a&b', asset: 'a1', sort: '-number', layout: 'board' }))).toBe(
    '/api/v1/work-orders/export?format=csv&status=active&assignee=me&q=a%26b&asset_id=a1&include_children=true&sort=-number',
  )
})
