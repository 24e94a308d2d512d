import { afterAll, expect, it } from 'vitest'
import { closeBrowser, openContext, visit } from './browser'
import { startEmpty } from './server'

afterAll(closeBrowser)

it('takes a wrong password badly and the right one well', async () => {
  const context = await openContext()
  const page = await context.newPage()
  const hints = await context.request.get('/api/v1/session/hints')
  const { demo_accounts: accounts } = (await hints.json()) as {
    demo_accounts: { role: string; email: string; password: string }[]
  }
  const viewer = accounts.find((account) => account.role === 'viewer')
  if (!viewer) throw new Error('The demonstration plant has no viewer')
  await visit(page, '/sign-in?next=%2Fsettings%2Fme')
  await page.getByLabel('E-mail', { exact: true }).fill(viewer.email)
  await page.getByLabel('Password', { exact: true }).fill(`${viewer.password} not`)
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('E-mail and password do not match.').waitFor()
  await page.getByLabel('Password', { exact: true }).fill(viewer.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Me', level: 1 }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/settings/me')
  await context.close()
})

it('sets up an empty installation from the printed link and signs the first administrator in', async () => {
  const empty = await startEmpty()
  const context = await openContext({ baseURL: empty.address })
  const page = await context.newPage()
  await visit(page, '/sign-in')
  await page.getByText('This server is not set up yet.').waitFor()
  await visit(page, empty.setUpLink)
  await page.getByRole('button', { name: 'Set up ChatterFix' }).click()
  await page
    .getByRole('alert')
    .getByText(/Enter the name of your organisation\./)
    .waitFor()
  await page.getByLabel('Organisation').fill('Hilltop Dairy')
  await page.getByLabel('First site').fill('Creamery')
  await page.getByLabel('Time zone').selectOption('Europe/Madrid')
  await page.getByLabel('Your name').fill('Inés Prado')
  await page.getByLabel('Your e-mail').fill('ines@hilltop.example')
  await page.getByLabel('Password', { exact: true }).fill('curds and whey')
  await page.getByRole('button', { name: 'Set up ChatterFix' }).click()
  await page.getByRole('button', { name: /Inés Prado/ }).waitFor()
  const again = await context.request.get('/api/v1/session/hints')
  expect(((await again.json()) as { setup_required: boolean }).setup_required).toBe(false)
  await context.close()
  await empty.stop()
})

it('leaves no English on the shell and the settings in Spanish', async () => {
  const context = await openContext({ role: 'manager', locale: 'es-ES' })
  await context.addInitScript(() => localStorage.setItem('cf-language', 'es'))
  const page = await context.newPage()
  const session = (await (await context.request.get('/api/v1/session')).json()) as { user: { language?: string } }
  const headers = { 'X-ChatterFix': '1' }
  await context.request.patch('/api/v1/me', { data: { language: 'es' }, headers })
  for (const path of ['/settings/me', '/settings/access', '/settings/people', '/settings/audit', '/settings/health']) {
    await visit(page, path)
    const words = await page.locator('body').innerText()
    expect(words.match(/\b(Settings|Save|Search|Teams|Sign|Change|Today|Work orders|Language)\b/g) ?? []).toEqual([])
  }
  await context.request.patch('/api/v1/me', { data: { language: session.user.language ?? null }, headers })
  await context.close()
})
