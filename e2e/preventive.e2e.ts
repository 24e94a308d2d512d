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
  await page.getByRole('group', { name: 'On these days' }).getByRole('button', { name: 'Mon' }).click()
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

it('keeps days off and shows the greater service among the dates and in the forecast', async () => {
  const context = await openContext({ role: 'planner' })
  const page = await context.newPage()
  const name = `Belt check ${crypto.randomUUID().slice(0, 6)}`
  await visit(page, '/preventive/new')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('Interval').selectOption('day')
  const daysOff = page.getByRole('group', { name: 'Nobody works on' })
  await daysOff.getByRole('button', { name: 'Sat' }).click()
  await daysOff.getByRole('button', { name: 'Sun' }).click()
  await page.getByRole('button', { name: 'Add a service' }).click()
  await page.getByLabel('At every n-th date').fill('5')
  await page.getByLabel('Called').fill('Weekly')
  const dates = page.getByRole('complementary').getByRole('listitem')
  await dates.filter({ hasText: 'Weekly' }).nth(1).waitFor()
  expect(await dates.filter({ hasText: /Sat|Sun/ }).count()).toBe(0)
  await page.getByRole('button', { name: 'Add plan' }).click()
  await page.getByRole('heading', { name }).first().waitFor()
  await visit(page, '/preventive/forecast')
  await page.getByRole('link', { name: new RegExp(name) }).click()
  await page.getByRole('heading', { name }).first().waitFor()
  await context.close()
})
