import { afterAll, expect, it } from 'vitest'
import { closeBrowser, openContext, visit } from './browser'

afterAll(closeBrowser)

const unique = () => crypto.randomUUID().slice(0, 8)

it('adds a person who then signs in, and stops them', async () => {
  const context = await openContext({ role: 'administrator' })
  const page = await context.newPage()
  const id = unique()
  const [name, email, password] = [`Nadia ${id}`, `nadia-${id}@example.org`, 'a long enough word']
  await visit(page, '/settings/people')
  await page.getByRole('button', { name: 'Add person' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByRole('button', { name: 'Add person' }).click()
  await sheet.getByRole('alert').getByText('Enter the person’s name.').waitFor()
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByLabel('E-mail').fill(email)
  await sheet.getByLabel('Role').selectOption('planner')
  await sheet.getByLabel(/^Aliases/).fill('Nadi, ND')
  await sheet.getByLabel(/^Password/).fill(password)
  await sheet.getByRole('button', { name: 'Add person' }).click()
  await sheet.waitFor({ state: 'detached' })

  const theirs = await openContext()
  const credentials = { data: { email, password }, headers: { 'X-ChatterFix': '1' } }
  expect((await theirs.request.post('/api/v1/session', credentials)).ok()).toBe(true)

  await page.getByRole('searchbox', { name: 'Name, e-mail or alias' }).fill('Nadi')
  await page.getByRole('link', { name }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
  await page.getByText(`${name} can’t sign in any more`).waitFor()
  expect((await theirs.request.get('/api/v1/session')).status()).toBe(401)
  expect((await theirs.request.post('/api/v1/session', credentials)).status()).toBe(401)
  await Promise.all([context.close(), theirs.close()])
})

it('says which address is taken', async () => {
  const context = await openContext({ role: 'administrator' })
  const page = await context.newPage()
  const session = await context.request.get('/api/v1/session')
  const { user } = (await session.json()) as { user: { email: string } }
  await visit(page, '/settings/people/new')
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name').fill('Twin')
  await sheet.getByLabel('E-mail').fill(user.email)
  await sheet.getByRole('button', { name: 'Add person' }).click()
  const field = sheet.getByRole('textbox', { name: 'E-mail' })
  await sheet.getByRole('alert').waitFor()
  expect(await field.getAttribute('aria-invalid')).toBe('true')
  await context.close()
})

it('adds a team with members, changes it and takes the change back', async () => {
  const context = await openContext({ role: 'administrator' })
  const page = await context.newPage()
  const name = `Night shift ${unique()}`
  await visit(page, '/settings/teams')
  await page.getByRole('button', { name: 'Add team' }).first().click()
  const sheet = page.getByRole('dialog')
  await sheet.getByLabel('Name').fill(name)
  await sheet.getByRole('group', { name: 'Members' }).getByRole('checkbox').first().check()
  await sheet.getByRole('button', { name: 'Add team' }).click()
  await sheet.waitFor({ state: 'detached' })
  const row = page.getByRole('link', { name: new RegExp(name) })
  await row.getByText('1 person').waitFor()
  await row.click()
  await sheet.getByRole('group', { name: 'Members' }).getByRole('checkbox').nth(1).check()
  await sheet.getByRole('button', { name: 'Save' }).click()
  await row.getByText('2 people').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await row.getByText('1 person').waitFor()
  await context.close()
})

it('makes a role by permission and scope, and deletes it', async () => {
  const context = await openContext({ role: 'administrator' })
  const page = await context.newPage()
  const name = `Storekeeper ${unique()}`
  await visit(page, '/settings/roles')
  await page.getByRole('button', { name: 'Add role' }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByRole('radio', { name: 'Issue parts and take them back: Site' }).check()
  await page.getByRole('radio', { name: 'See the whole event log: Yes' }).check()
  await page.getByRole('button', { name: 'Add role' }).click()
  await page.getByRole('link', { name: new RegExp(name) }).click()
  await page.getByRole('radio', { name: 'Issue parts and take them back: Site', checked: true }).waitFor()
  await page.getByRole('button', { name: 'Delete role' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete role' }).click()
  await page.getByRole('heading', { name: 'Roles' }).waitFor()
  await page.getByRole('link', { name: new RegExp(name) }).waitFor({ state: 'detached' })
  await context.close()
})

it('shows in the audit who changed what, and leads to it', async () => {
  const context = await openContext({ role: 'administrator' })
  const page = await context.newPage()
  const name = `Riggers ${unique()}`
  const headers = { 'X-ChatterFix': '1' }
  const made = await context.request.post('/api/v1/teams', { data: { name }, headers })
  expect(made.status()).toBe(201)
  await visit(page, '/settings/audit?what=team')
  await page.getByRole('link', { name: `Team: ${name}` }).click()
  await page.getByRole('dialog').getByRole('heading', { name }).waitFor()
  await context.close()
})
