import { afterAll, expect, it } from 'vitest'
import { violations } from './accessible'
import { closeBrowser, openContext, visit } from './browser'

afterAll(closeBrowser)

it('shows the next twelve dates while the sentence is built, then adds, pauses and resumes the plan', async () => {
  const context = await openContext({ role: 'planner' })
  const page = await context.newPage()
  await visit(page, '/preventive/new')
  const dates = page.getByRole('complementary').getByRole('listitem')
  await dates.nth(11).waitFor()
  const before = await dates.allTextContents()
  expect(before).toHaveLength(12)
  await page.getByLabel('Interval').selectOption('week')
  await page.getByRole('button', { name: 'Mon', exact: true }).click()
  await page.getByRole('complementary').getByText(/Mon/).first().waitFor()
  await expect.poll(() => dates.allTextContents()).not.toEqual(before)
  expect(await violations(page)).toEqual([])

  const name = `Look at the belts ${crypto.randomUUID().slice(0, 6)}`
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Add plan' }).click()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Pause' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Why', { exact: true }).fill('Line stands still')
  await sheet.getByRole('button', { name: 'Pause' }).click()
  await page.getByText(/Paused since/).waitFor()
  await page.getByRole('button', { name: 'Resume' }).click()
  await page.getByText(/Paused since/).waitFor({ state: 'detached' })
  await context.close()
})
