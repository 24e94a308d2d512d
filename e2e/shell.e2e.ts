import { afterAll, expect, it } from 'vitest'
import { smallTargets, violations } from './accessible'
import { closeBrowser, openContext, visit } from './browser'

afterAll(closeBrowser)

it('sends a stranger to sign in and back to where they wanted', async () => {
  const context = await openContext()
  const page = await context.newPage()
  await page.goto('/today')
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  await page.getByRole('button', { name: /^Maria Okafor/ }).click()
  await page.getByRole('heading', { name: /^Good/ }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/today')
  await context.close()
})

it('says what is wrong with a sign-in and puts the focus there', async () => {
  const context = await openContext()
  const page = await context.newPage()
  await visit(page, '/sign-in')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('Enter your password.').first().waitFor()
  await page.getByLabel('E-mail', { exact: true }).fill('nobody@example.org')
  await page.getByLabel('Password', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: 'Sign in' }).click()
  const alert = page.getByRole('alert')
  await alert.getByText('E-mail and password do not match.').waitFor()
  expect(await alert.evaluate((element) => element === document.activeElement)).toBe(true)
  expect(await violations(page)).toEqual([])
  await context.close()
})

it('opens the palette by key, finds a command, and gives the focus back', async () => {
  const context = await openContext({ role: 'administrator' })
  const page = await context.newPage()
  await visit(page, '/today')
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search or jump to' })
  await field.fill('>dark')
  await page.getByRole('option', { name: 'Use the dark theme' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor()
  await field.waitFor({ state: 'detached' })
  // The account keeps the theme, and others sign in as this person, too.
  await context.request.patch('/api/v1/me/settings', { data: { theme: 'system' }, headers: { 'X-ChatterFix': '1' } })
  await context.close()
})

it('speaks Spanish after one choice, also after a reload', async () => {
  const context = await openContext({ size: 'phone', role: 'viewer' })
  const page = await context.newPage()
  await visit(page, '/today')
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('combobox', { name: 'Language' }).selectOption('es')
  await page.getByRole('button', { name: 'Cerrar sesión' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: 'Hoy', level: 1 }).waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('es')
  await page.getByRole('button', { name: 'Más' }).click()
  expect(await violations(page)).toEqual([])
  await page.getByRole('combobox', { name: 'Idioma' }).selectOption('en')
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await context.close()
})

it('opens the palette on a phone over the whole screen', async () => {
  const context = await openContext({ size: 'phone', role: 'technician' })
  const page = await context.newPage()
  await visit(page, '/today')
  await page.getByRole('button', { name: 'Search or jump to' }).click()
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('bearing')
  await page.getByRole('option').first().waitFor()
  expect(await violations(page)).toEqual([])
  expect(await smallTargets(page, 44)).toEqual([])
  await context.close()
})
