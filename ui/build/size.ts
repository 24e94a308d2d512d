import { gzipSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

type Chunk = Rolldown.OutputChunk
const kilobyte = 1024

/** A page is what the routes load; named by its source file. What a page loads later (sheets, layouts) is none. */
const pagesOf = (all: Chunk[], chunks: Map<string, Chunk>) =>
  all
    .filter((chunk) => chunk.isEntry)
    .flatMap((entry) => entry.dynamicImports)
    .flatMap((name) => chunks.get(name) ?? [])
    .filter((chunk) => /\/src\/(?!shell\/|i18n\/|kit\/)[a-z_]+\/[a-z_]+\.tsx$/.test(chunk.facadeModuleId ?? ''))

function closure(start: Chunk[], chunks: Map<string, Chunk>): Set<Chunk> {
  const seen = new Set<Chunk>()
  const queue = [...start]
  for (let chunk = queue.pop(); chunk; chunk = queue.pop()) {
    if (seen.has(chunk)) continue
    seen.add(chunk)
    for (const name of chunk.imports) {
      const next = chunks.get(name)
      if (next) queue.push(next)
    }
  }
  return seen
}

/**
 * Fails the build when a page needs more than `limit` kilobytes (gzip) of script before it can be seen:
 * the entry, the page, all they import, and one language.
 */
export function size(limit: number): Plugin {
  return {
    name: 'chatterfix-size',
    apply: 'build',
    writeBundle(_options, bundle) {
      const all = Object.values(bundle).filter((item): item is Chunk => item.type === 'chunk')
      const chunks = new Map(all.map((chunk) => [chunk.fileName, chunk]))
      const gzip = new Map(all.map((chunk) => [chunk, gzipSync(chunk.code, { level: 9 }).length]))
      const always = all.filter((chunk) => chunk.isEntry || chunk.facadeModuleId?.endsWith('virtual:locale/en'))
      const over: string[] = []
      for (const page of pagesOf(all, chunks)) {
        const files = closure([...always, page], chunks)
        const total = [...files].reduce((sum, chunk) => sum + (gzip.get(chunk) ?? 0), 0) / kilobyte
        const line = `${total.toFixed(1).padStart(7)} KB in ${files.size} files  ${page.name}`
        console.log(line)
        if (total > limit) over.push(line)
      }
      if (over.length) this.error(`First-load script above ${limit} KB gzip:\n${over.join('\n')}`)
    },
  }
}
