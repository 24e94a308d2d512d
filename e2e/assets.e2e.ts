import { afterAll, expect, it } from 'vitest'
import { smallTargets, violations } from './accessible'
import { closeBrowser, openContext, visit } from './browser'

afterAll(closeBrowser)

const fresh = (prefix: string) => `${prefix}-${crypto.randomUUID().slice(0, 8).toUpperCase()}`

it('adds an asset, says that it is down, changes it, archives it and takes that back', async () => {
  const context = await openContext({ role: 'planner' })
  const page = await context.newPage()
  const tag = fresh('T')
  await visit(page, '/assets/new')
  await page.getByRole('button', { name: 'Add asset' }).click()
  await page.getByRole('alert').getByText('Give it a tag.').waitFor()
  await page.getByLabel('Name', { exact: true }).fill('Test conveyor')
  await page.getByLabel('Tag', { exact: true }).fill(tag)
  await page.getByRole('button', { name: 'Add asset' }).click()
  await page.getByRole('heading', { name: 'Test conveyor', level: 1 }).waitFor()

  await page.getByRole('button', { name: /Change status/ }).click()
  await page.getByRole('menuitemradio', { name: 'Down' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel(/What is wrong/).fill('Belt torn')
  expect(await violations(page)).toEqual([])
  await sheet.getByRole('button', { name: 'Set to Down' }).click()
  await page.getByText(/Not running since/).waitFor()
  await page.getByText('Belt torn').waitFor()

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await page.getByLabel('Maker', { exact: false }).fill('Krones')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('Krones', { exact: true }).waitFor()

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Archive' }).click()
  await page.getByText(/Archived since/).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(/Archived since/).waitFor({ state: 'detached' })
  await context.close()
})

it('walks the tree of places with the keyboard and narrows the list', async () => {
  const context = await openContext({ role: 'technician' })
  const page = await context.newPage()
  await visit(page, '/assets')
  const tree = page.getByRole('tree', { name: 'Places' })
  await tree.getByRole('treeitem').first().focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Open its page' }).waitFor()
  expect(new URL(page.url()).searchParams.get('site_id')).toBeTruthy()
  await page.getByRole('button', { name: 'Show everything' }).click()
  await page.getByRole('link', { name: 'Open its page' }).waitFor({ state: 'detached' })
  await context.close()
})

it('shows a label whose code leads to the asset', async () => {
  const context = await openContext({ size: 'phone', role: 'planner' })
  const page = await context.newPage()
  const { items } = await (await context.request.get('/api/v1/assets?limit=1')).json()
  await visit(page, `/a/${encodeURIComponent(items[0].code)}`)
  await page.waitForURL(`**/assets/${items[0].id}`)
  await page.getByRole('button', { name: 'Print label' }).click()
  await page.getByRole('dialog').getByRole('img', { name: /\/a\// }).waitFor()
  expect(await violations(page)).toEqual([])
  expect(await smallTargets(page, 44)).toEqual([])
  await context.close()
})
