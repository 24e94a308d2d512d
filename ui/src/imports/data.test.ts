import { expect, it } from 'vitest'
import { mappingOf, mappingText, type Report } from './data'

it('sends only the columns that fill a field', () => {
  expect(mappingText({ Name: 'name', Colour: '', 'Part “no”': 'number' })).toBe(
    '{"columns":{"Name":"name","Part “no”":"number"}}',
  )
})

it('starts from what the server recognised', () => {
  const columns = [
    { column: 'Name', field: 'name', sample: 'Pump' },
    { column: 'Colour', field: null, sample: 'red' },
  ]
  expect(mappingOf({ columns } as Report)).toEqual({ Name: 'name', Colour: '' })
})
