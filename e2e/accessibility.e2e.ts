import type { BrowserContext } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { contrastViolations, smallTargets, violations } from './accessible'
import { closeBrowser, openContext, type Size, sizes, visit } from './browser'
import { addressOf, routes } from './routes'

const least = { phone: 44, desktop: 24 }

// These tests only look, so those of one size and role share a profile and what it has loaded.
const contexts = new Map<string, Promise<BrowserContext>>()

function contextFor(size: Size, role: string | undefined): Promise<BrowserContext> {
  const key = `${size} ${role}`
  const context = contexts.get(key) ?? openContext({ size, ...(role && { role }) })
  contexts.set(key, context)
  return context
}

afterAll(closeBrowser)

describe.each(routes)('$name', (route) => {
  for (const size of Object.keys(sizes) as Size[]) {
    it(`is accessible on a ${size}, in light and dark`, async () => {
      const context = await contextFor(size, route.role)
      const page = await context.newPage()
      await visit(page, await addressOf(context, route))
      expect(await violations(page)).toEqual([])
      expect(await smallTargets(page, least[size])).toEqual([])
      // The same elements in other colours: only those can be wrong now.
      await page.emulateMedia({ colorScheme: 'dark' })
      await page.locator('html[data-mantine-color-scheme="dark"]').waitFor()
      // What is out of sight is painted later; the check reads its colours now.
      await page.addStyleTag({ content: '* { content-visibility: visible !important }' })
      expect(await contrastViolations(page)).toEqual([])
      await page.close()
    })
  }
})
