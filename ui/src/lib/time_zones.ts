export const localTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'

/** Every IANA zone the browser knows, with the local one and UTC even where it does not list them. */
export function timeZones(): string[] {
  return [...new Set([...Intl.supportedValuesOf('timeZone'), localTimeZone(), 'UTC'])].sort()
}
