import { defineConfig } from 'vitest/config'

// One server and one browser for the whole run: the files follow one another.
export default defineConfig({
  test: {
    include: ['**/*.e2e.ts'],
    globalSetup: './server.ts',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
