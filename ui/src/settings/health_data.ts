import { Problem } from '@/api/problems'
import { send } from '@/api/transport'

export type Condition = 'healthy' | 'degraded' | 'unhealthy'

/** `GET /health`. */
export interface Health {
  status: Condition
  service: string
  version: string
  microservices: Record<string, { status: Condition; reason?: string }>
}

/** `GET /api/health`. */
export interface BackendHealth {
  status: Condition
  database_type: string
  connection: boolean
  version: string
}

/** `GET /api/ai/health`. */
export interface AiHealth {
  status: Condition
  ai_providers: Record<string, { configured: boolean; reason?: string }>
}

/** `GET /api/database/test-connection`. */
export interface DatabaseTest {
  success: boolean
  database_type: string
  tables: number
  latency_ms: number
}

/** These addresses are not part of the typed API. A 503 with a body is an answer here: it says what is wrong. */
async function read<Answer>(path: string): Promise<Answer> {
  const response = await fetch(path).catch(() => undefined)
  if (response?.headers.get('content-type')?.startsWith('application/json')) return (await response.json()) as Answer
  throw new Problem(response?.status ?? 0)
}

export const healthQuery = {
  queryKey: ['health'],
  queryFn: () => read<Health>('/health'),
  refetchInterval: 30_000,
}

export const backendQuery = {
  queryKey: ['health', 'backend'],
  queryFn: () => read<BackendHealth>('/api/health'),
  refetchInterval: 30_000,
}

export const aiQuery = {
  queryKey: ['health', 'ai'],
  queryFn: () => read<AiHealth>('/api/ai/health'),
  refetchInterval: 30_000,
}

export async function testDatabase(): Promise<{ data: DatabaseTest }> {
  const response = await send(new Request('/api/database/test-connection'))
  return { data: (await response.json()) as DatabaseTest }
}
