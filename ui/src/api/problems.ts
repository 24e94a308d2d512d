import { type Key, t } from '@/i18n'

/** One complaint about one field of what was sent. */
export interface FieldProblem {
  field: string
  message: string
}

/** Both values of a field that somebody else changed first. */
export interface Conflict {
  field: string
  mine: unknown
  theirs: unknown
}

interface ProblemBody {
  code?: string
  title?: string
  detail?: string
  errors?: FieldProblem[]
  conflict?: Record<string, { mine: unknown; theirs: unknown }>
  request_id?: string
}

/** A refused or failed request: an RFC 9457 answer, or `status` 0 when the server could not be reached. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string | undefined
  readonly errors: readonly FieldProblem[]
  readonly conflicts: readonly Conflict[]
  readonly requestId: string | undefined

  constructor(status: number, body: ProblemBody = {}, requestId?: string) {
    super(body.detail ?? body.title ?? `HTTP ${status}`)
    this.name = 'Problem'
    this.status = status
    this.code = body.code ?? ''
    this.detail = body.detail || body.title
    this.errors = body.errors ?? []
    this.conflicts = Object.entries(body.conflict ?? {}).map(([field, values]) => ({ field, ...values }))
    this.requestId = body.request_id ?? requestId
  }

  get offline(): boolean {
    return this.status === 0
  }
}

export async function readProblem(response: Response): Promise<Problem> {
  const requestId = response.headers.get('x-request-id') ?? undefined
  const json = response.headers.get('content-type')?.includes('json')
  const body = json ? ((await response.json().catch(() => ({}))) as ProblemBody) : {}
  return new Problem(response.status, body, requestId)
}

const byStatus: Record<number, Key> = {
  0: 'errors.offline',
  401: 'errors.signed_out',
  403: 'errors.forbidden',
  404: 'errors.not_found',
  409: 'errors.conflict',
  412: 'errors.conflict',
  413: 'errors.too_large',
  429: 'errors.too_many',
  503: 'errors.unavailable',
}

/** Words for a person. The server's own sentence wins where it explains a refusal; statuses have ours. */
export function problemText(error: unknown): string {
  if (!(error instanceof Problem)) return t('errors.unknown')
  const known = byStatus[error.status]
  const explained = error.status === 400 || error.status === 403 || error.status === 409 || error.status === 422
  if (explained && error.detail) return error.detail
  if (known) return t(known)
  return error.status >= 500 ? t('errors.server') : (error.detail ?? t('errors.unknown'))
}

/** What `ErrorState` says: `<ErrorState what={…} {...problemProps(query.error)} onRetry={…} />`. */
export function problemProps(error: unknown): { reason: string; requestId?: string } {
  const requestId = error instanceof Problem ? error.requestId : undefined
  return { reason: problemText(error), ...(requestId && { requestId }) }
}

/** Complaints by field name for `Form`; what belongs to no field is under the empty name. */
export function fieldErrors(error: unknown): Record<string, string> {
  if (!error) return {}
  if (!(error instanceof Problem) || !error.errors.length) return { '': problemText(error) }
  return Object.fromEntries(error.errors.map(({ field, message }) => [field.replace(/^\//, ''), message]))
}
