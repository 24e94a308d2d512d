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
            // With it the hook that would drag what floats into the first load.
            {
              name: 'react',
              test: /node_modules[\\/](react|react-dom|scheduler|@mantine[\\/]hooks[\\/]esm[\\/]use-window-event)[\\/]/,
              priority: 30,
            },
            // Before the layers below take a hook with them, and the entry needs them for it.
            { name: 'ui', test: /node_modules[\\/]@mantine[\\/]hooks[\\/]/, priority: 25 },
            {
              name: 'data',
              test: /node_modules[\\/](@lingui|@tanstack[\\/](?!.*virtual)|openapi-|use-sync)/,
              priority: 20,
            },
            {
              // What floats (menus, sheets, dialogs) is loaded when it first opens.
              name: 'layers',
              test: /node_modules[\\/](@mantine[\\/]core[\\/]esm[\\/]components[\\/](Combobox|Drawer|Menu|Modal|ModalBase|Overlay|Popover|ScrollArea|Tooltip)[\\/]|@floating-ui|react-remove-scroll|react-style|use-callback|use-sidecar|get-nonce|aria-hidden)|src[\\/]kit[\\/](sheet_drawer|menu_popup|confirm_modal)/,
              minShareCount: 2,
              priority: 10,
            },
            {
              name: 'ui',
              test: /node_modules[\\/](@mantine[\\/](?!core[\\/]esm[\\/]components[\\/](Combobox|Drawer|Menu|Modal|ModalBase|Overlay|Popover|ScrollArea|Tooltip)[\\/])|@tabler|clsx|react-number|tslib)/,
              minShareCount: 2,
              priority: 15,
            },
            {
              name: 'common',
              test: /vite[\\/]preload-helper|src[\\/](kit[\\/](?!sheet_drawer|menu_popup|confirm_modal|conflict_sheet|data_table|tree_view|number_inputs|date_input|form)|lib|api|i18n[\\/]index|paths|shell[\\/](go|session))/,
              minShareCount: 2,
              priority: 16,
            },
          ],
        },
      },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'] },
})
