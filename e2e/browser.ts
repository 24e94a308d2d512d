import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { inject } from 'vitest'

export const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1440, height: 900 } } as const
export const schemes = ['light', 'dark'] as const

export type Size = keyof typeof sizes
export type Scheme = (typeof schemes)[number]

interface Options {
  size?: Size
  scheme?: Scheme
  /** Built-in role of the demonstration person to be; nobody when left out. */
  role?: string
  locale?: string
  /** Another server than the demonstration plant's. */
  baseURL?: string
}

interface DemoAccount {
  role: string
  email: string
  password: string
}

let browser: Promise<Browser> | undefined
type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>
// One sign-in a role and file: the server limits how often somebody may try.
const signedIn = new Map<string, Cookies>()

const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--font-render-hinting=none'],
  })

/** A fresh profile: nothing remembered from another test. */
export async function openContext(options: Options = {}) {
  const { size = 'desktop', scheme = 'light', role, locale = 'en-GB', baseURL = inject('server') } = options
  browser ??= launch()
  const context = await (await browser).newContext({
    baseURL,
    viewport: sizes[size],
    colorScheme: scheme,
    locale,
    hasTouch: size === 'phone',
    reducedMotion: 'reduce',
  })
  if (role) await signIn(context, role)
  return context
}

/** Signs the context in as the demonstration person with this role, without the page. */
export async function signIn(context: BrowserContext, role: string) {
  const known = signedIn.get(role)
  if (known) return context.addCookies(known)
  const hints = await context.request.get('/api/v1/session/hints')
  const { demo_accounts: accounts } = (await hints.json()) as { demo_accounts: DemoAccount[] }
  const account = accounts.find((one) => one.role === role)
  if (!account) throw new Error(`The demonstration plant has no ${role}`)
  const { email, password } = account
  const answer = await context.request.post('/api/v1/session', {
    data: { email, password },
    headers: { 'X-ChatterFix': '1', 'Idempotency-Key': crypto.randomUUID() },
  })
  if (!answer.ok()) throw new Error(`Signing in as ${role} answered ${answer.status()}`)
  signedIn.set(role, await context.cookies())
}

/** Opens an address and waits until its heading is there and nothing is loading. */
export async function visit(page: Page, path: string) {
  await page.goto(path)
  await page.locator('h1:visible').first().waitFor()
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  await page.evaluate(() => document.fonts.ready)
}

export async function closeBrowser() {
  await (await browser)?.close()
  browser = undefined
}
