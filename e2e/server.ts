import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
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

interface Started {
  address: string
  /** Printed while there is no organisation. */
  setUpLink: string
  stop: () => Promise<void>
}

/** Starts the binary and waits for the lines it prints: where it listens and, without an organisation, the link. */
async function start(options: readonly string[], waitsForLink: boolean): Promise<Started> {
  const server = spawn(binary(), ['serve', '--port', '0', ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  const { address, setUpLink } = await new Promise<Omit<Started, 'stop'>>((resolve, reject) => {
    let found = ''
    server.once('exit', (code) => reject(new Error(`The server ended with ${code} before it listened.`)))
    createInterface({ input: server.stdout }).on('line', (line) => {
      found ||= /listening on (http:\/\/\S+)/.exec(line)?.[1] ?? ''
      const link = /(http:\/\/\S+\/setup\?token=\S+)/.exec(line)?.[1] ?? ''
      if (found && (link || !waitsForLink)) resolve({ address: found, setUpLink: link })
    })
  })
  const stop = () =>
    new Promise<void>((resolve) => {
      server.removeAllListeners('exit')
      server.once('exit', () => resolve())
      server.kill('SIGTERM')
    })
  return { address, setUpLink, stop }
}

/** A server of its own with nothing in it, as after the first start. */
export async function startEmpty(): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'chatterfix-empty-'))
  const started = await start(['--data-dir', folder], true)
  const stop = async () => {
    await started.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { ...started, stop }
}

/**
 * Starts the real binary with the demonstration plant on a free port. `CHATTERFIX_URL` tests a server that already
 * runs instead.
 */
export default async function setup(project: TestProject) {
  const running = process.env.CHATTERFIX_URL
  const server = running ? undefined : await start(['--demo'], false)
  project.provide('server', running ?? server?.address ?? '')
  return server?.stop
}
