import { i18n } from '@lingui/core'
import { useCallback, useSyncExternalStore } from 'react'
import type { Key } from './keys'

export type { Key } from './keys'

export const languages = { en: 'English', es: 'Español' } as const
export type Language = keyof typeof languages

const load = {
  en: () => import('virtual:locale/en'),
  es: () => import('virtual:locale/es'),
} satisfies Record<Language, () => Promise<{ default: typeof i18n.messages }>>

const current = () => i18n.locale as Language

/** Texts that come with their pages: see `build/icu.ts`. */
const loadLater = {
  imports: { en: () => import('virtual:locale/en/imports'), es: () => import('virtual:locale/es/imports') },
  meters: { en: () => import('virtual:locale/en/meters'), es: () => import('virtual:locale/es/meters') },
} satisfies Record<string, Record<Language, () => Promise<{ default: typeof i18n.messages }>>>
type LaterArea = keyof typeof loadLater

const fetched = new Set<LaterArea>()

/** A page or a part of one, and the texts of its area. */
export async function withTexts<Module>(area: LaterArea, module: Promise<Module>): Promise<Module> {
  fetched.add(area)
  const language = current()
  i18n.load(language, (await loadLater[area][language]()).default)
  return module
}

const storageKey = 'cf-language'
const rightToLeft = /^(ar|he|fa|ur)\b/

/** The language this browser asks for, as far as it is spoken here; `stored` and the system's list in this order. */
export function pickLanguage(wanted: readonly string[]): Language {
  const known = Object.keys(languages) as Language[]
  for (const tag of wanted) {
    const base = tag.slice(0, 2).toLowerCase()
    const hit = known.find((language) => language === base)
    if (hit) return hit
  }
  return 'en'
}

function remembered(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}

/** Loads and shows a language. `remember` keeps the choice on this device for the next first paint. */
export async function setLanguage(language?: string, remember = false): Promise<void> {
  const choice = pickLanguage(language ? [language] : [remembered() ?? '', ...navigator.languages])
  const parts = await Promise.all([load[choice](), ...[...fetched].map((area) => loadLater[area][choice]())])
  i18n.loadAndActivate({ locale: choice, messages: Object.assign({}, ...parts.map((part) => part.default)) })
  if (remember) localStorage.setItem(storageKey, choice)
  document.documentElement.lang = choice
  document.documentElement.dir = rightToLeft.test(choice) ? 'rtl' : 'ltr'
}

export type Translate = (key: Key, values?: Record<string, unknown>) => string

/** The words of a key, outside components (toasts, problems). Inside components use `useT`. */
export const t: Translate = (key, values) => i18n._(key, values)

const subscribe = (changed: () => void) => i18n.on('change', changed)

export const useLanguage = () => useSyncExternalStore(subscribe, current)

/** Translator that renders again when the language changes. */
export function useT(): Translate {
  const language = useLanguage()
  return useCallback<Translate>((key, values) => (language ? t(key, values) : key), [language])
}

/** Locale for `Intl`: the chosen language, with the region of the system when it speaks the same language. */
export function localeFor(language: string, system: readonly string[]): string {
  return system.find((tag) => tag.slice(0, 2).toLowerCase() === language && tag.length > 2) ?? language
}

export const useLocale = () => localeFor(useLanguage(), navigator.languages)
