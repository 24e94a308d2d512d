import { afterAll, expect, it } from 'vitest'
import { violations } from './accessible'
import { closeBrowser, openContext, visit } from './browser'

afterAll(closeBrowser)

it('adds a place, renames it, moves it and archives it with Undo', async () => {
  const context = await openContext({ role: 'planner' })
  const page = await context.newPage()
  const { items } = await (await context.request.get('/api/v1/sites?limit=1')).json()
  const name = `Bay ${crypto.randomUUID().slice(0, 6)}`
  await visit(page, `/sites/${items[0].id}`)
  await page.getByRole('button', { name: 'New place' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name', { exact: true }).fill(name)
  expect(await violations(page)).toEqual([])
  await sheet.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('main').getByRole('link', { name }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await sheet.getByLabel('Name', { exact: true }).fill(`${name} east`)
  await sheet.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('heading', { name: `${name} east`, level: 1 }).waitFor()

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await page.getByText('This place is archived.', { exact: false }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('This place is archived.', { exact: false }).waitFor({ state: 'detached' })
  await context.close()
})

it('opens and closes branches with the arrow keys', async () => {
  const context = await openContext({ role: 'technician' })
  const page = await context.newPage()
  await visit(page, '/sites')
  const first = page.getByRole('treeitem').first()
  await first.focus()
  await page.keyboard.press('Home')
  if ((await first.getAttribute('aria-expanded')) === 'true') await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowRight')
  expect(await first.getAttribute('aria-expanded')).toBe('true')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/sites/*')
  await context.close()
})
