import { afterEach, expect, it, vi } from 'vitest'
import { uuid } from './ids'

afterEach(() => vi.unstubAllGlobals())

it('makes a version-4 id where randomUUID is missing (plain HTTP)', () => {
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array) => bytes.fill(0xff) })
  expect(uuid()).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff')
})
