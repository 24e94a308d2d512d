import { afterAll, describe, expect, it } from 'vitest'
import { smallTargets, violations } from './accessible'
import { closeBrowser, openContext, type Size, schemes, sizes, visit } from './browser'
import { addressOf, routes } from './routes'

const least = { phone: 44, desktop: 24 }

afterAll(closeBrowser)

describe.each(routes)('$name', (route) => {
  const { role } = route
  for (const size of Object.keys(sizes) as Size[]) {
    for (const scheme of schemes) {
      it(`is accessible on a ${size}, ${scheme}`, async () => {
        const context = await openContext({ size, scheme, ...(role && { role }) })
        const page = await context.newPage()
        await visit(page, await addressOf(context, route))
        expect(await violations(page)).toEqual([])
        expect(await smallTargets(page, least[size])).toEqual([])
        await context.close()
      })
    }
  }
})
