import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { smallTargets, violations } from './accessible'
import { closeBrowser, openContext, type Size, schemes, sizes, visit } from './browser'

afterAll(closeBrowser)

interface Order {
  id: string
  number: number
  title: string
}

let counter = 0

/** Asks the API as the person who is signed in. */
async function post<Answer>(context: BrowserContext, path: string, data: unknown): Promise<Answer> {
  const headers = { 'X-ChatterFix': '1', 'Idempotency-Key': crypto.randomUUID() }
  const answer = await context.request.post(`/api/v1${path}`, { data, headers })
  if (!answer.ok()) throw new Error(`${path} answered ${answer.status()}: ${await answer.text()}`)
  return (await answer.json()) as Answer
}

/** A fresh order on one of the excavators, so that every run works on its own. */
async function excavatorOrder(context: BrowserContext, fields: object = {}): Promise<Order> {
  const found = await context.request.get('/api/v1/assets?q=excavator&limit=1')
  const { items } = (await found.json()) as { items: { id: string }[] }
  counter += 1
  const title = `Bucket cylinder leaks ${Date.now()}-${counter}`
  return post<Order>(context, '/work-orders', { title, asset_id: items[0]?.id, ...fields })
}

/** Counts what a person touches. */
function counting(page: Page) {
  let taps = 0
  return {
    tap: async (role: 'button' | 'link' | 'menuitem', name: string | RegExp) => {
      taps += 1
      await page.getByRole(role, { name }).first().click()
    },
    taps: () => taps,
  }
}

describe.each(Object.keys(sizes) as Size[])('on a %s', (size) => {
  it('finds the history of an excavator and opens one of its orders', async () => {
    const context = await openContext({ size, role: 'technician' })
    const page = await context.newPage()
    await visit(page, '/work-orders?view=all&q=bucket&sort=number')
    const [first] = await page.getByRole('link', { name: /bucket/i }).all()
    const title = (await first?.innerText())?.split('\n')[0]?.trim() ?? ''
    await first?.click()
    await page.getByRole('heading', { name: title }).first().waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/work-orders\/[0-9a-f-]{36}$/)
    await page.getByRole('button', { name: size === 'phone' ? 'Back to the list' : 'Close', exact: true }).click()
    await page.waitForURL(/\/work-orders\?/)
    expect(new URL(page.url()).searchParams.get('q')).toBe('bucket')
    await context.close()
  })

  it('works an order from its page and closes it within the tap budget', async () => {
    const context = await openContext({ size, role: 'manager' })
    const order = await excavatorOrder(context)
    const page = await context.newPage()
    const { tap, taps } = counting(page)
    await visit(page, `/work-orders/${order.id}`)
    await tap('button', 'Start work')
    await page.getByRole('button', { name: 'Stop clock' }).waitFor()
    const started = taps()
    await tap('button', 'Complete')
    await page.getByLabel('What was done?').fill('Seal replaced.')
    await tap('button', 'Complete and close')
    await page.getByText(/It cannot be changed any more/).waitFor()
    expect(started).toBe(1)
    expect(taps()).toBeLessThanOrEqual(3)
    await page.getByText('Seal replaced.').waitFor()
    await context.close()
  })

  it('completes an order that was never started in two taps', async () => {
    const context = await openContext({ size, role: 'technician' })
    const order = await excavatorOrder(context)
    const page = await context.newPage()
    const { tap, taps } = counting(page)
    await visit(page, `/work-orders/${order.id}`)
    await tap('button', 'Complete')
    const sheet = page.getByRole('dialog', { name: 'Complete work order' })
    await sheet.getByRole('button', { name: 'Complete', exact: true }).click()
    await page.getByText('Done', { exact: true }).first().waitFor()
    expect(taps() + 1).toBe(2)
    await context.close()
  })

  it('makes an order, keeps its draft, and hints at what is open on the asset', async () => {
    const context = await openContext({ size, role: 'technician' })
    const known = await excavatorOrder(context)
    const found = await context.request.get('/api/v1/assets?q=excavator&limit=1')
    const asset = ((await found.json()) as { items: { id: string }[] }).items[0]?.id
    const page = await context.newPage()
    await visit(page, `/work-orders/new?asset=${asset}`)
    await page.getByText('Open on this asset already').waitFor()
    const title = `Track is loose ${known.number}`
    await page.getByLabel('What is to be done?').fill(title)
    await page.reload()
    await page.getByText(/^Draft from/).waitFor()
    expect(await page.getByLabel('What is to be done?').inputValue()).toBe(title)
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('heading', { name: title }).first().waitFor()
    await context.close()
  })
})

it('keeps filters in the address over a reload', async () => {
  const context = await openContext({ role: 'planner' })
  const page = await context.newPage()
  await visit(page, '/work-orders')
  await page.getByRole('button', { name: 'Priority', exact: true }).first().click()
  await page.getByRole('menuitemcheckbox', { name: 'Critical' }).click()
  await page.keyboard.press('Escape')
  await page.waitForURL(/priority=urgent/)
  await page.reload()
  await page.getByRole('button', { name: 'Priority: Critical' }).waitFor()
  await page.getByRole('button', { name: 'Save view' }).waitFor()
  await context.close()
})

it('moves a card on the board by keyboard and asks what a held order waits for', async () => {
  const context = await openContext({ role: 'manager' })
  const order = await excavatorOrder(context, { priority: 'urgent', due_at: '2001-01-01T08:00:00Z' })
  const page = await context.newPage()
  await visit(page, `/work-orders?layout=board&q=${order.number}&view=all`)
  const move = page.getByRole('button', { name: `Move ${order.title}` })
  await move.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'In progress' }).waitFor()
  await page.getByRole('menuitem', { name: 'In progress' }).focus()
  await page.keyboard.press('Enter')
  const running = page.getByRole('region', { name: 'In progress' })
  await running.getByRole('link', { name: order.title }).waitFor()
  await running.getByRole('button', { name: `Move ${order.title}` }).press('Enter')
  await page.getByRole('menuitem', { name: 'On hold' }).press('Enter')
  await page.getByRole('dialog', { name: 'What does it wait for?' }).getByRole('button', { name: 'Parts' }).click()
  await page.getByRole('region', { name: 'On hold' }).getByRole('link', { name: order.title }).waitFor()
  await context.close()
})

it('walks the list with J, opens with Enter, comments with C and goes back with Escape', async () => {
  const context = await openContext({ role: 'manager' })
  await excavatorOrder(context)
  const page = await context.newPage()
  await visit(page, '/work-orders?sort=-number')
  await page.getByRole('table').getByRole('link').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const field = page.getByRole('textbox', { name: 'Comment' })
  await field.waitFor()
  await page.keyboard.press('c')
  await page.keyboard.type('Seen it')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Seen it').waitFor()
  await field.blur()
  await page.keyboard.press('Escape')
  await field.waitFor({ state: 'detached' })
  await context.close()
})

describe.each(Object.keys(sizes) as Size[])('layers on a %s', (size) => {
  it.each(schemes)('are accessible, %s', async (scheme) => {
    const context = await openContext({ size, scheme, role: 'manager' })
    const order = await excavatorOrder(context, { description: 'Oil on the floor.', priority: 'high' })
    const page = await context.newPage()
    await visit(page, `/work-orders/${order.id}`)
    await page.getByRole('button', { name: 'Start work' }).waitFor()
    expect(await violations(page)).toEqual([])
    if (size === 'phone') expect(await smallTargets(page, 44)).toEqual([])
    await page.getByRole('button', { name: 'Complete' }).click()
    await page.getByLabel('What was done?').waitFor()
    expect(await violations(page)).toEqual([])
    await context.close()
  })
})
