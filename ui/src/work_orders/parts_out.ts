import type { Schemas } from '@/api/client'

type Movement = Schemas['StockMovement']

/** Each issue to an order with what of it has not come back. Issues lose stock, so their quantity is negative. */
export function stillOut(movements: readonly Movement[]): { issue: Movement; out: number }[] {
  const returned = new Map<string, number>()
  for (const { kind, counter_of, quantity } of movements) {
    if (kind === 'return' && counter_of) returned.set(counter_of, (returned.get(counter_of) ?? 0) + quantity)
  }
  return movements
    .filter(({ kind }) => kind === 'issue')
    .map((issue) => ({ issue, out: -issue.quantity - (returned.get(issue.id) ?? 0) }))
}
