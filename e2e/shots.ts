import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, it } from 'vitest'
import { closeBrowser, openContext, type Size, schemes, sizes, visit } from './browser'
import { addressOf, routes } from './routes'

const folder = join(import.meta.dirname, 'shots')

afterAll(closeBrowser)

// Pictures for the eye, one a route, size and scheme; `SHOTS=today,sign_in` takes only some.
it('takes pictures', async () => {
  mkdirSync(folder, { recursive: true })
  const wanted = process.env.SHOTS?.split(',')
  for (const route of routes.filter((one) => !wanted || wanted.includes(one.name))) {
    const { name, role } = route
    for (const size of Object.keys(sizes) as Size[]) {
      for (const scheme of schemes) {
        const context = await openContext({ size, scheme, ...(role && { role }) })
        const page = await context.newPage()
        await page.clock.setFixedTime(new Date('2026-11-24T09:40:00'))
        await visit(page, await addressOf(context, route))
        await page.screenshot({ path: join(folder, `${name}-${size}-${scheme}.png`) })
        await context.close()
      }
    }
  }
})
