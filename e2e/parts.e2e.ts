import { afterAll, expect, it } from 'vitest'
import { smallTargets, violations } from './accessible'
import { closeBrowser, openContext, visit } from './browser'

afterAll(closeBrowser)

it('adds a part, receives it, counts it and reads both in the ledger', async () => {
  const context = await openContext({ size: 'phone', role: 'planner' })
  const page = await context.newPage()
  await visit(page, '/parts/new')
  await page.getByLabel('Name', { exact: true }).fill('Test bearing')
  await page.getByRole('button', { name: 'Add part' }).click()
  await page.getByRole('heading', { name: 'Movements' }).waitFor()
  await page.getByText('None in any bin.').waitFor()

  await page.getByRole('button', { name: 'Receive', exact: true }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'One more' }).click()
  expect(await sheet.getByLabel('How many arrived').inputValue()).toBe('2')
  expect(await violations(page)).toEqual([])
  expect(await smallTargets(page, 44)).toEqual([])
  await sheet.getByRole('button', { name: 'Receive' }).click()
  await page.getByText('+2 pcs').waitFor()

  await page.getByRole('button', { name: 'Count', exact: true }).click()
  await sheet.getByRole('button', { name: 'One less' }).click()
  await sheet.getByRole('button', { name: 'Save count' }).click()
  await page.getByText('1 after').waitFor()
  await page.getByText('Counted', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByText('There is still stock of it.').waitFor()
  await context.close()
})

it('lists what is to be reordered at its own address', async () => {
  const context = await openContext({ role: 'technician' })
  const page = await context.newPage()
  await visit(page, '/parts')
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'To reorder' }).click()
  await page.waitForURL('**/parts?stock=low')
  await context.close()
})
