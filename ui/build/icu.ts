import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import type { Plugin } from 'vite'

const locales = join(import.meta.dirname, '../src/i18n/locales')
const prefix = 'virtual:locale/'

/** Every text of one language: file `work_orders.json`, key `title` → `work_orders.title`. */
export function readLocale(language: string): Record<string, string> {
  const folder = join(locales, language)
  const messages: Record<string, string> = {}
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const area = file.slice(0, -'.json'.length)
    const texts = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, string>
    for (const [key, text] of Object.entries(texts)) messages[`${area}.${key}`] = text
  }
  return messages
}

/** Areas whose texts are fetched with their pages, to keep them out of what every page loads first. */
const later = new Set(['imports', 'meters'])

const areaOf = (key: string) => key.slice(0, key.indexOf('.'))

/**
 * Serves `virtual:locale/en`, one module a language, and `virtual:locale/en/meters`, one for each area that comes later,
 * with ICU messages already parsed to Lingui's runtime form.
 */
export function icu(): Plugin {
  return {
    name: 'chatterfix-icu',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined
      const [language = '', area] = id.slice(prefix.length + 1).split('/')
      const texts = Object.entries(readLocale(language)).filter(([key]) =>
        area ? areaOf(key) === area : !later.has(areaOf(key)),
      )
      const compiled = Object.fromEntries(texts.map(([key, text]) => [key, compileMessage(text)]))
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(compiled))})`
    },
    handleHotUpdate({ file, server }) {
      if (file.includes('/i18n/locales/')) server.ws.send({ type: 'full-reload' })
    },
  }
}
