import { expect, it } from 'vitest'
import type { Schemas } from '@/api/client'
import { planDay } from './plan'

type WorkOrder = Schemas['WorkOrderRow']
const now = new Date(2026, 10, 24, 9, 40)
const at = (day: number, hour: number) => new Date(2026, 10, day, hour).toISOString()
let number = 0
const order = (fields: Partial<WorkOrder>) =>
  ({ id: `${++number}`, number, status: 'open', priority: 'medium', updated_at: at(20, 8), ...fields }) as WorkOrder

it('puts urgent work first within late, today and later', () => {
  const late = order({ due_at: at(23, 8) })
  const urgent = order({ due_at: at(24, 8), priority: 'urgent' })
  const today = order({ due_at: at(24, 14), estimated_minutes: 60 })
  const someday = order({})
  const running = order({ status: 'in_progress', due_at: at(20, 8), estimated_minutes: 30 })
  const plan = planDay([late, someday, today, running, urgent], now)
  expect(plan.running).toBe(running)
  expect(plan.late).toEqual([urgent, late])
  expect(plan.today).toEqual([today])
  expect(plan.later).toEqual([someday])
  expect(plan.minutes).toBe(90)
})

it('shows the job touched last when two are running', () => {
  const old = order({ status: 'in_progress', updated_at: at(22, 8) })
  const fresh = order({ status: 'in_progress', updated_at: at(24, 9) })
  const plan = planDay([old, fresh], now)
  expect(plan.running).toBe(fresh)
  expect(plan.later).toEqual([old])
})
