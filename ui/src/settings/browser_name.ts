const browsers: readonly [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const systems: readonly [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

const named = (agent: string, names: readonly [RegExp, string][]) => names.find(([mark]) => mark.test(agent))?.[1]

/** “Chrome · Android” from what a browser says of itself; the beginning of it where it says something else. */
export function browserName(agent: string | null | undefined): string {
  if (!agent) return ''
  const known = [named(agent, browsers), named(agent, systems)].filter(Boolean).join(' · ')
  return known || agent.slice(0, 60)
}
