import { afterAll, expect, it } from 'vitest'
import { smallTargets, violations } from './accessible'
import { closeBrowser, openContext, visit } from './browser'

afterAll(closeBrowser)

const unique = () => crypto.randomUUID().slice(0, 6)

it('adds a meter, reads it, and says what to do when the counter shrinks', async () => {
  const context = await openContext({ role: 'planner' })
  const page = await context.newPage()
  const name = `Hours ${unique()}`
  await visit(page, '/meters/new')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Kind').selectOption('counter')
  await page.getByLabel('Unit').fill('h')
  await page.getByLabel('Rolls over at').fill('1000')
  await page.getByLabel('Asset').click()
  await page.locator('[role=option]').first().click()
  await page.getByRole('button', { name: 'Add meter' }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()

  const read = async (value: string) => {
    await page.getByRole('button', { name: 'Add reading', exact: true }).click()
    const sheet = page.getByRole('dialog')
    for (const key of value) await sheet.getByRole('button', { name: key, exact: true }).click()
    return sheet
  }
  let sheet = await read('990')
  await sheet.getByRole('button', { name: 'Save reading' }).click()
  await page.getByText('990 h').filter({ visible: true }).first().waitFor()
  sheet = await read('12')
  await sheet.getByText(/Lower than last time, 990 h/).waitFor()
  await sheet.getByRole('button', { name: 'Save reading' }).click()
  await sheet
    .getByText(/record a reset/)
    .first()
    .waitFor()
  await sheet.getByLabel('It rolled over').check()
  await sheet.getByRole('button', { name: 'Save reading' }).click()
  await page.getByText('+22 h').waitFor()
  await page.getByText('Rolled over').first().waitFor()
  await page.getByText('1,012 h').waitFor()

  await page.getByRole('button', { name: /^Void 12 h/ }).click()
  await page.getByRole('dialog').getByLabel('Why').fill('Wrong machine')
  await page.getByRole('dialog').getByRole('button', { name: 'Void' }).click()
  await page.getByText(/voided by Anna Rossi: Wrong machine/).waitFor()
  expect(await violations(page)).toEqual([])
  await context.close()
})

it('walks a round with gloves: pad, next, skip, and what was left out', async () => {
  const context = await openContext({ size: 'phone', role: 'technician' })
  const page = await context.newPage()
  await visit(page, '/meters/round')
  const heading = page.getByRole('heading', { level: 2 })
  const first = await heading.textContent()
  await page.getByText('Last time').waitFor()
  expect(await violations(page)).toEqual([])
  expect(await smallTargets(page, 44)).toEqual([])
  // Higher than any counter shows so far.
  for (const key of '99990') await page.getByRole('button', { name: key, exact: true }).click()
  await page.getByRole('button', { name: 'Save, next' }).click()
  await page.getByText(/^2 of/).waitFor()
  expect(await heading.textContent()).not.toBeNull()
  await page.getByRole('button', { name: 'Back', exact: true }).click()
  expect(await heading.textContent()).toBe(first)
  await context.close()
})

it('writes a rule that reads like a sentence, and the order that it makes says why', async () => {
  const context = await openContext({ role: 'planner' })
  const page = await context.newPage()
  const assets = await context.request.get('/api/v1/assets?limit=1')
  const { items } = (await assets.json()) as { items: { id: string }[] }
  const made = await context.request.post('/api/v1/meters', {
    data: { name: `Heat ${unique()}`, kind: 'gauge', unit: 'Cel', asset_id: items[0]?.id },
    headers: { 'X-ChatterFix': '1' },
  })
  const meter = (await made.json()) as { id: string }
  await visit(page, `/meters/${meter.id}`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const sheet = page.getByRole('dialog')
  const title = `Too hot ${unique()}`
  await sheet.getByLabel('Name', { exact: true }).fill(title)
  await sheet.getByLabel('Warn above').fill('70')
  await sheet.getByLabel('Act above').fill('80')
  await sheet.getByText('Makes an order above 80 °C.').waitFor()
  expect(await violations(page)).toEqual([])
  await sheet.getByRole('button', { name: 'Save rule' }).click()
  await page.getByText('Makes an order above 80 °C.').waitFor()

  const answer = await context.request.post(`/api/v1/meters/${meter.id}/readings`, {
    data: [60, 74, 85].map((value, index) => ({
      value,
      recorded_at: new Date(Date.now() - (3 - index) * 600_000).toISOString(),
    })),
    headers: { 'X-ChatterFix': '1' },
  })
  const { evaluations } = (await answer.json()) as { evaluations: { work_order_id: string }[] }
  await page.reload()
  await page.getByRole('img', { name: /lowest 60 °C, highest 85 °C/ }).waitFor()
  await page.getByText(/85 °C is above 80 °C. It fired/).waitFor()
  await visit(page, `/work-orders/${evaluations[0]?.work_order_id}`)
  await page.getByRole('heading', { name: 'Why this order was made' }).waitFor()
  await page.getByText(/85 °C is above 80 °C/).waitFor()
  await page.getByRole('img', { name: /highest 85 °C/ }).waitFor()
  expect(await violations(page)).toEqual([])
  await context.close()
})
