import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { compress } from './build/compress.ts'
import { icu } from './build/icu.ts'
import { size } from './build/size.ts'

const backend = process.env.CHATTERFIX_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [icu(), react(), size(200), compress()],
  resolve: { alias: { '@': new URL('./src', import.meta.url).pathname } },
  server: { proxy: { '/api': backend, '/health': backend } },
  build: {
    target: 'es2022',
    manifest: true,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // Without groups Rolldown makes about 40 shared chunks a route: slow over HTTP/1.1, and worse to compress.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 30 },
            {
              name: 'data',
              test: /node_modules[\\/](@lingui|@tanstack[\\/](?!.*virtual)|openapi-|use-sync)/,
              priority: 20,
            },
            {
              name: 'ui',
              test: /node_modules[\\/](@mantine|@floating-ui|@tabler|clsx|react-remove|react-number|tslib|aria-hidden|use-callback|use-sidecar|react-style|get-nonce)/,
              minShareCount: 2,
              priority: 10,
            },
            {
              name: 'common',
              test: /src[\\/](kit|lib|api|i18n[\\/]index|paths|shell[\\/](go|session))/,
              minShareCount: 2,
              priority: 5,
            },
          ],
        },
      },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'] },
})
