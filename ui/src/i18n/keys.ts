import type assets from './locales/en/assets.json'
import type audit from './locales/en/audit.json'
import type errors from './locales/en/errors.json'
import type identity from './locales/en/identity.json'
import type imports from './locales/en/imports.json'
import type kit from './locales/en/kit.json'
import type meters from './locales/en/meters.json'
import type parts from './locales/en/parts.json'
import type people from './locales/en/people.json'
import type preventive from './locales/en/preventive.json'
import type settings from './locales/en/settings.json'
import type shell from './locales/en/shell.json'
import type sites from './locales/en/sites.json'
import type today from './locales/en/today.json'
import type work_orders from './locales/en/work_orders.json'

/** One line a file of `locales/en`; the file's name is the first part of its keys. */
interface Files {
  assets: typeof assets
  audit: typeof audit
  errors: typeof errors
  identity: typeof identity
  imports: typeof imports
  kit: typeof kit
  meters: typeof meters
  parts: typeof parts
  people: typeof people
  preventive: typeof preventive
  settings: typeof settings
  shell: typeof shell
  sites: typeof sites
  today: typeof today
  work_orders: typeof work_orders
}

/** `t('today.title')` compiles, `t('today.titel')` does not. */
export type Key = { [Area in keyof Files]: `${Area}.${keyof Files[Area] & string}` }[keyof Files]
