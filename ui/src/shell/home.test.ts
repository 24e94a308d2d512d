import { describe, expect, it } from 'vitest'
import { homeOf } from './home'

describe('homeOf', () => {
  it('starts each role where its work is', () => {
    const all = () => true
    expect(homeOf('technician', all)).toEqual({ to: '/today' })
    expect(homeOf('planner', all)).toEqual({ to: '/work-orders', search: { layout: 'calendar' } })
    expect(homeOf('requester', all)).toEqual({ to: '/work-orders', search: { view: 'all' } })
    expect(homeOf('administrator', all)).toEqual({ to: '/work-orders' })
    expect(homeOf('Parts keeper', all)).toEqual({ to: '/today' })
  })

  it('falls back to Today where a page is missing', () => {
    expect(homeOf('planner', () => false)).toEqual({ to: '/today' })
  })
})
