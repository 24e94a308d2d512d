import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { include: ['shots.ts'], globalSetup: './server.ts', fileParallelism: false, testTimeout: 300_000 },
})
