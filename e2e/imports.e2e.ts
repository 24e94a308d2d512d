import { afterAll, expect, it } from 'vitest'
import { violations } from './accessible'
import { closeBrowser, openContext, visit } from './browser'

afterAll(closeBrowser)

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text, 'latin1') })

it('names the wrong row, imports the mended file, and takes it back', async () => {
  const context = await openContext({ role: 'administrator' })
  const page = await context.newPage()
  const id = crypto.randomUUID().slice(0, 8)
  const file = `staff-${id}.csv`
  const rows = (second: string) =>
    `Name;E-mail;Role\nJosé Núñez ${id};jose-${id}@example.org;technician\nBo Ek ${id};${second};viewer\n`
  await visit(page, '/settings/imports')
  await page.getByRole('radio', { name: 'People' }).check()
  const chooser = page.getByLabel('Choose a CSV file')
  await chooser.setInputFiles(csv(file, rows('not an address')))
  await page.getByText('1 row can’t be read').waitFor()
  const wrong = page.getByRole('region', { name: 'What is wrong' }).getByRole('row').nth(1)
  await wrong.getByText('not an address').waitFor()
  await wrong.getByRole('cell', { name: '3', exact: true }).waitFor()
  const go = page.getByRole('button', { name: /^Import \d+ records?$/ })
  expect(await go.isDisabled()).toBe(true)
  expect(await violations(page)).toEqual([])

  await chooser.setInputFiles(csv(file, rows(`bo-${id}@example.org`)))
  await page.getByText('Every row can be read').waitFor()
  await page.getByText(/windows-1252 · separated by ;/).waitFor()
  await page.getByRole('region', { name: 'The first rows, as understood' }).getByText(`José Núñez ${id}`).waitFor()
  expect(await page.getByRole('combobox', { name: 'Field for E-mail' }).inputValue()).toBe('email')
  await go.click()
  await page.getByText('2 records imported').waitFor()

  await page.getByRole('button', { name: `Undo ${file}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Import undone').waitFor()
  await page.getByRole('listitem').filter({ hasText: file }).getByText('Undone').waitFor()
  await context.close()
})

it('reads the file again when a column gets another field', async () => {
  const context = await openContext({ role: 'administrator' })
  const page = await context.newPage()
  await visit(page, '/settings/imports')
  await page.getByRole('radio', { name: 'Parts' }).check()
  await page.getByLabel('Choose a CSV file').setInputFiles(csv('parts.csv', 'Sachnummer,Name\nP-77001,Seal ring\n'))
  await page.getByRole('combobox', { name: 'Field for Sachnummer' }).selectOption('number')
  await page.getByRole('region', { name: 'The first rows, as understood' }).getByText('P-77001').waitFor()
  await page.getByRole('button', { name: 'Put the file away' }).click()
  await page.getByText('Every row can be read').waitFor({ state: 'detached' })
  await context.close()
})

it('gives out everything as a table', async () => {
  const context = await openContext({ role: 'administrator' })
  const page = await context.newPage()
  await visit(page, '/settings/imports')
  const started = page.waitForEvent('download')
  await page.getByRole('link', { name: 'People CSV' }).click()
  expect((await started).suggestedFilename()).toMatch(/\.csv$/)
  await context.close()
})
