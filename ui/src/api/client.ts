import createFetchClient from 'openapi-fetch'
import createQueryClient from 'openapi-react-query'
import type { components, paths } from './generated'
import { send } from './transport'

/** Typed by the server's own document. Refusals throw `Problem`, so `data` is there when a call returns. */
export const api = createFetchClient<paths>({ baseUrl: '/', fetch: (request) => send(request) })

/** The same as queries: `$api.useQuery('get', '/api/v1/parts', …)`. */
export const $api = createQueryClient(api)

export type Schemas = components['schemas']
