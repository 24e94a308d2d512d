export const setUpFields = [
  'organization_name',
  'site_name',
  'time_zone',
  'currency',
  'name',
  'email',
  'password',
] as const

export type SetUpFields = Record<(typeof setUpFields)[number], string>

const shortestPassword = 10

/** What cannot be sent yet. The server checks the rest. */
export const missingFields = (fields: SetUpFields) =>
  setUpFields.filter((name) => (name === 'password' ? fields.password.length < shortestPassword : !fields[name].trim()))

const euro = 'AT BE CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' ')
const currencies: Record<string, string> = {
  GB: 'GBP',
  CH: 'CHF',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  PL: 'PLN',
  MX: 'MXN',
  AR: 'ARS',
  CO: 'COP',
  CL: 'CLP',
  PE: 'PEN',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  BR: 'BRL',
  IN: 'INR',
  JP: 'JPY',
  ZA: 'ZAR',
}

/** A first guess from the region of the browser's language; the person sees and may change it. */
export function guessCurrency(language: string): string {
  const region = new Intl.Locale(language).maximize().region ?? 'US'
  return euro.includes(region) ? 'EUR' : (currencies[region] ?? 'USD')
}
