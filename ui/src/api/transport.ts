import { uuid } from '@/lib/ids'
import { Problem, readProblem } from './problems'

const safe = new Set(['GET', 'HEAD', 'OPTIONS'])
const delays = [400, 1200, 3000]

let waiting = 0
let reachable = true
const listeners = new Set<() => void>()

function report(change: () => void) {
  change()
  for (const listener of listeners) listener()
}

let snapshot = { waiting, reachable }

/** Writes on their way, and whether the server answered last time: what the sync chip says. */
export const traffic = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  read() {
    if (snapshot.waiting !== waiting || snapshot.reachable !== reachable) snapshot = { waiting, reachable }
    return snapshot
  },
}

const pause = (milliseconds: number) => new Promise<void>((resume) => setTimeout(resume, milliseconds))

async function attempt(request: Request, retries: readonly number[]): Promise<Response> {
  try {
    const response = await fetch(request.clone())
    report(() => {
      reachable = true
    })
    return response
  } catch (error) {
    if (request.signal.aborted) throw error
    const [delay, ...rest] = retries
    if (delay === undefined) {
      report(() => {
        reachable = false
      })
      throw new Problem(0)
    }
    await pause(delay)
    return attempt(request, rest)
  }
}

/**
 * `fetch` for the API. A write carries an `Idempotency-Key` and the header that a foreign page cannot send, and is
 * tried again after a network failure with the same key, so that it happens once. Refusals are thrown as `Problem`.
 */
export async function send(input: Request, retries: readonly number[] = delays): Promise<Response> {
  const write = !safe.has(input.method)
  // A preview is a question with a body: nothing is being saved.
  const saves = write && !new URL(input.url).pathname.endsWith('/preview')
  if (write) {
    if (!input.headers.has('Idempotency-Key')) input.headers.set('Idempotency-Key', uuid())
    input.headers.set('X-ChatterFix', '1')
  }
  if (saves) {
    report(() => {
      waiting += 1
    })
  }
  try {
    const response = await attempt(input, write ? retries : [])
    if (!response.ok) throw await readProblem(response)
    return response
  } finally {
    if (saves) {
      report(() => {
        waiting -= 1
      })
    }
  }
}
