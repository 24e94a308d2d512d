import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = process.cwd()

it('imports the stylesheet of every Mantine component in use', () => {
  const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  )
  const names = new Set<string>()
  for (const file of files) {
    const text = readFileSync(join(root, 'src', file), 'utf8')
    for (const match of text.matchAll(/import \{([^}]*)\} from '@mantine\/core'/g)) {
      for (const name of (match[1] ?? '').split(',')) names.add(name.replace('type ', '').trim())
    }
  }
  const sheets = readFileSync(join(root, 'src/kit/theme/mantine.css'), 'utf8')
  const styled = [...names].filter((name) =>
    existsSync(join(root, `node_modules/@mantine/core/styles/${name}.layer.css`)),
  )
  expect(styled.filter((name) => !sheets.includes(`/${name}.layer.css`))).toEqual([])
})
