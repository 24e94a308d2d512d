// @vitest-environment happy-dom
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { describe, expect, it } from 'vitest'
import { readLocale } from '../../build/icu'
import { languages, localeFor, pickLanguage, setLanguage, t } from '.'

const source = join(process.cwd(), 'src')
const english = readLocale('en')

function code(): string {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  return files
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.includes('generated'))
    .map((name) => readFileSync(join(source, name), 'utf8'))
    .join('\n')
}

/** Names inside `{…}` of an ICU message: arguments that the caller must give. */
function argumentsOf(message: string): string[] {
  const names: string[] = []
  const walk = (parts: unknown) => {
    for (const part of Array.isArray(parts) ? parts : []) {
      if (!Array.isArray(part)) continue
      names.push(part[0])
      for (const branch of Object.values(part[2] ?? {})) walk(branch)
    }
  }
  walk(compileMessage(message))
  return [...new Set(names)].sort()
}

describe.each(Object.keys(languages).filter((language) => language !== 'en'))('%s', (language) => {
  const texts = readLocale(language)
  it('has every key and no other', () => expect(Object.keys(texts).sort()).toEqual(Object.keys(english).sort()))
  it('uses the same arguments as English', () => {
    for (const [key, text] of Object.entries(texts)) {
      expect(argumentsOf(text), key).toEqual(argumentsOf(english[key] ?? ''))
    }
  })
})

it('has no key that nothing uses', () => {
  const text = code()
  const prefixes = [...text.matchAll(/`([a-z_]+\.[a-z_.]*)\$\{/g)].map((match) => match[1] ?? '')
  const used = (key: string) => text.includes(`'${key}'`) || prefixes.some((prefix) => key.startsWith(prefix))
  expect(Object.keys(english).filter((key) => !used(key))).toEqual([])
})

it('lists every locale file in keys.ts', () => {
  const keys = readFileSync(join(source, 'i18n/keys.ts'), 'utf8')
  for (const file of readdirSync(join(source, 'i18n/locales/en'))) expect(keys).toContain(`./locales/en/${file}`)
})

it('never shouts', () => {
  for (const language of Object.keys(languages)) {
    expect(Object.entries(readLocale(language)).filter(([, text]) => /[!¡]/.test(text))).toEqual([])
  }
})

it('picks a spoken language and falls back to English', () => {
  expect(pickLanguage(['', 'es-MX', 'en'])).toBe('es')
  expect(pickLanguage(['ja'])).toBe('en')
  expect(localeFor('en', ['es-ES', 'en-GB'])).toBe('en-GB')
  expect(localeFor('es', ['en-GB'])).toBe('es')
})

it('words plurals in the active language', async () => {
  await setLanguage('es')
  expect(t('shell.sync.saving', { count: 2 })).toContain('2')
  expect(document.documentElement.lang).toBe('es')
})
