import { expect, it } from 'vitest'
import { browserName } from './browser_name'

it('names browsers as people know them', () => {
  expect(
    browserName(
      'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36',
    ),
  ).toBe('Chrome · Android')
  expect(
    browserName('Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36 Edg/141.0'),
  ).toBe('Edge · Windows')
  expect(browserName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1')).toBe(
    'Safari · iPhone',
  )
  expect(browserName('curl/8.1')).toBe('curl/8.1')
  expect(browserName(undefined)).toBe('')
})
