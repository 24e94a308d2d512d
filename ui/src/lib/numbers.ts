/** Numbers, money and quantities: written and read in the person's locale. */

export const formatNumber = (value: number, locale: string, digits = 2) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)

/** Digits after the point that the currency uses: 2 for EUR, 0 for JPY, 3 for KWD. */
export const currencyDigits = (currency: string) =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2

/** `minor` is integer minor units (cents), as the server keeps money. */
export const formatMoney = (minor: number, currency: string, locale: string) =>
  new Intl.NumberFormat(locale, { style: 'currency', currency }).format(minor / 10 ** currencyDigits(currency))

/** “1 h 30 min” from minutes; only minutes under an hour, only hours when whole. Both signs are international. */
export function formatMinutes(minutes: number, locale: string): string {
  const hours = Math.floor(minutes / 60)
  const rest = Math.round(minutes % 60)
  // A number keeps its sign beside it.
  const parts = [hours ? `${formatNumber(hours, locale)}\u00a0h` : '', rest || !hours ? `${rest}\u00a0min` : '']
  return parts.filter(Boolean).join(' ')
}

function separators(locale: string) {
  const parts = new Intl.NumberFormat(locale, { useGrouping: 'always' }).formatToParts(12345.6)
  const find = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { group: find('group'), decimal: find('decimal') || '.' }
}

/** Reads “1 234,5”, “1.234,5”, “1,234.5”: what the locale writes, forgiving about spaces. `null` when it is no number. */
export function parseDecimal(text: string, locale: string): number | null {
  const { group, decimal } = separators(locale)
  let plain = text.replace(/[\s\u00a0\u202f']/g, '')
  if (!plain) return null
  const groups = new RegExp(`^[+-]?\\d{1,3}(\\${group}\\d{3})+(\\${decimal}\\d*)?$`)
  if (group.trim() && groups.test(plain)) plain = plain.split(group).join('')
  plain = plain.replace(decimal, '.').replace(/^([+-]?\d+),(\d+)$/, '$1.$2')
  return /^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null
}

/** Money typed by a person as minor units; rounds to the currency's digits. */
export function parseMoney(text: string, currency: string, locale: string): number | null {
  const value = parseDecimal(text, locale)
  return value === null ? null : Math.round(value * 10 ** currencyDigits(currency))
}

/** Minor units as an editable plain number in the locale, without the currency sign. */
export function moneyField(minor: number, currency: string, locale: string): string {
  const digits = currencyDigits(currency)
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false }
  return new Intl.NumberFormat(locale, options).format(minor / 10 ** digits)
}
