import { expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { stillOut } from './parts_out'

const line = (fields: Partial<Schemas['StockMovement']>) => fields as Schemas['StockMovement']

it('takes what came back off the issue that it came from', () => {
  const lines = stillOut([
    line({ id: 'r', kind: 'return', counter_of: 'a', quantity: 1 }),
    line({ id: 'a', kind: 'issue', quantity: -3 }),
    line({ id: 'b', kind: 'issue', quantity: -2 }),
  ])
  expect(lines.map(({ issue, out }) => [issue.id, out])).toEqual([
    ['a', 2],
    ['b', 2],
  ])
})
