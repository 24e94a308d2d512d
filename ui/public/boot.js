// Runs before the first paint: theme, language and direction, so that nothing flashes or jumps.
;(() => {
  const root = document.documentElement
  const read = (key) => {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  const scheme = read('cf-color-scheme')
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  const language = read('cf-language')
  if (language) root.lang = language
  root.dir = /^(ar|he|fa|ur)\b/.test(root.lang) ? 'rtl' : 'ltr'
  if (/^\/(sign-in|setup)\b/.test(location.pathname)) root.setAttribute('data-outside', '')
})()
