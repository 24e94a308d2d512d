import { afterEach, describe, expect, it, vi } from 'vitest'
import { fieldErrors, Problem } from './problems'
import { send, traffic } from './transport'

const request = (method: string) => new Request('http://plant.test/api/v1/parts', { method })

afterEach(() => vi.unstubAllGlobals())

describe('send', () => {
  it('repeats a write after a network failure with the same idempotency key', async () => {
    const keys: (string | null)[] = []
    const answers = [() => Promise.reject(new TypeError('network')), () => Promise.resolve(new Response('{}'))]
    vi.stubGlobal('fetch', (sent: Request) => {
      keys.push(sent.headers.get('Idempotency-Key'))
      expect(sent.headers.get('X-ChatterFix')).toBe('1')
      return answers.shift()?.()
    })
    await send(request('POST'), [0])
    expect(keys).toHaveLength(2)
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/)
    expect(keys[1]).toBe(keys[0])
    expect(traffic.read().waiting).toBe(0)
  })

  it('does not repeat reads and says that the server is out of reach', async () => {
    const fetched = vi.fn(() => Promise.reject(new TypeError('network')))
    vi.stubGlobal('fetch', fetched)
    await expect(send(request('GET'))).rejects.toMatchObject({ status: 0, offline: true })
    expect(fetched).toHaveBeenCalledTimes(1)
    expect(traffic.read().reachable).toBe(false)
  })

  it('throws the server’s problem with its field errors', async () => {
    const body = { code: 'invalid', title: 'Invalid', errors: [{ field: 'name', message: 'Give it a name.' }] }
    const headers = { 'content-type': 'application/problem+json', 'x-request-id': 'r1' }
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(JSON.stringify(body), { status: 422, headers })))
    const error: unknown = await send(request('POST')).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Problem)
    expect(error).toMatchObject({ status: 422, code: 'invalid', requestId: 'r1' })
    expect(fieldErrors(error)).toEqual({ name: 'Give it a name.' })
  })
})
