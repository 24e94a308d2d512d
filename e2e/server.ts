import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server under test. */
    server: string
  }
}

const repository = join(import.meta.dirname, '..')

function binary(): string {
  const target = process.env.CARGO_TARGET_DIR ?? join(repository, 'target')
  const places = [process.env.CHATTERFIX_BIN, join(target, 'release/chatterfix'), join(target, 'debug/chatterfix')]
  const found = places.find((place) => place && existsSync(place))
  if (!found) throw new Error('No chatterfix binary. Build it first: make build')
  return found
}

/**
 * Starts the real binary with the demonstration plant on a free port and waits for its `listening on` line.
 * `CHATTERFIX_URL` tests a server that already runs instead.
 */
export default async function setup(project: TestProject) {
  const running = process.env.CHATTERFIX_URL
  if (running) {
    project.provide('server', running)
    return
  }
  const server = spawn(binary(), ['serve', '--demo', '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const address = await new Promise<string>((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened.`)))
    createInterface({ input: server.stdout }).on('line', (line) => {
      const match = /listening on (http:\/\/\S+)/.exec(line)
      if (match?.[1]) resolve(match[1])
    })
  })
  project.provide('server', address)
  return () =>
    new Promise<void>((resolve) => {
      server.removeAllListeners('exit')
      server.once('exit', () => resolve())
      server.kill('SIGTERM')
    })
}
