// @vitest-environment happy-dom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, it, vi } from 'vitest'
import { Problem } from './problems'
import { patch, useWrite } from './write'

function setUp() {
  const client = new QueryClient()
  client.setQueryData(['part'], { name: 'Belt' })
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  return { client, wrapper }
}
const rename = (name: string) => [patch(['part'], (part: { name: string }) => ({ ...part, name }))]

it('shows a change at once and takes it back when the server refuses', async () => {
  const { client, wrapper } = setUp()
  let refuse: (error: unknown) => void = () => undefined
  const onProblem = vi.fn()
  const request = () => new Promise<{ data?: null }>((_, reject) => (refuse = reject))
  const { result } = renderHook(() => useWrite(request, { optimistic: rename, onProblem }), { wrapper })
  act(() => result.current.mutate('Chain'))
  await waitFor(() => expect(client.getQueryData(['part'])).toEqual({ name: 'Chain' }))
  await act(async () => refuse(new Problem(422)))
  await waitFor(() => expect(onProblem).toHaveBeenCalled())
  expect(client.getQueryData(['part'])).toEqual({ name: 'Belt' })
})

it('hands over both values of a conflict', async () => {
  const { wrapper } = setUp()
  const conflict = { name: { mine: 'Chain', theirs: 'V-belt' } }
  const onConflict = vi.fn()
  const request = () => Promise.reject(new Problem(409, { conflict }))
  const { result } = renderHook(() => useWrite(request, { onConflict }), { wrapper })
  act(() => result.current.mutate('Chain'))
  await waitFor(() => expect(onConflict).toHaveBeenCalled())
  expect(onConflict.mock.calls[0]![0]).toMatchObject({
    conflicts: [{ field: 'name', mine: 'Chain', theirs: 'V-belt' }],
  })
})
