/** Beginnings of the keys of queries, to fetch again what changed. */
export const tokensKey = ['get', '/api/v1/tokens']
export const keysKey = ['get', '/api/v1/settings/keys']
