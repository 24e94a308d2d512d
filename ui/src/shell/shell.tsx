import { ActionIcon } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useT } from '@/i18n'
import { usePhone } from '@/kit/media'
import { setBackSlot, useCurrentPage } from '@/kit/page_title'
import { useAccountPreferences } from './preferences'
import styles from './shell.module.css'
import { useShortcuts } from './shortcuts'
import { Sidebar } from './sidebar'
import { SyncChip } from './sync_chip'
import { TabBar } from './tab_bar'

const loadPalette = () => import('./palette')
const Palette = lazy(loadPalette)
const MoreSheet = lazy(() => import('./more'))
const KeysSheet = lazy(() => import('./keys_sheet'))

type Layer = 'palette' | 'keys' | 'more'

/** A change of route moves the focus to the page; its title is announced by the live region. */
function useFocusOnRoute() {
  const main = useRef<HTMLElement>(null)
  const path = useRouterState({ select: (state) => state.location.pathname })
  const first = useRef(path)
  useEffect(() => {
    if (path === first.current) return
    first.current = ''
    if (!document.querySelector('[role="dialog"]')) main.current?.focus({ preventScroll: true })
  }, [path])
  return main
}

/** Fetched when the page has settled: who presses `/` types on at once, and no letter may be lost. */
function usePaletteReady() {
  const phone = usePhone()
  useEffect(() => {
    if (phone) return
    const timer = setTimeout(() => void loadPalette(), 1500)
    return () => clearTimeout(timer)
  }, [phone])
}

export function Shell() {
  const t = useT()
  const page = useCurrentPage()
  const main = useFocusOnRoute()
  const [layer, setLayer] = useState<Layer>()
  const [collapsed, setCollapsed] = useLocalStorage({
    key: 'cf-sidebar-collapsed',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const close = () => setLayer(undefined)
  const collapse = () => setCollapsed((value) => !value)
  useAccountPreferences()
  usePaletteReady()
  useShortcuts({ onPalette: () => setLayer('palette'), onKeys: () => setLayer('keys'), onCollapse: collapse })
  return (
    <div className={styles.shell} data-collapsed={collapsed || undefined} data-focus={page.focused}>
      <a className={styles.skip} href="#main">
        {t('shell.skip')}
      </a>
      <Sidebar
        collapsed={collapsed}
        onCollapse={collapse}
        onSearch={() => setLayer('palette')}
        onKeys={() => setLayer('keys')}
      />
      <header className={styles.top}>
        <div className={styles.backSlot} ref={setBackSlot} />
        <h1>{page.title}</h1>
        <SyncChip compact />
        <ActionIcon
          variant="subtle"
          color="gray"
          size={44}
          aria-label={t('shell.search')}
          onClick={() => setLayer('palette')}
        >
          <IconSearch size={22} stroke={1.75} />
        </ActionIcon>
      </header>
      <main className={styles.main} id="main" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
      <TabBar onMore={() => setLayer('more')} />
      <div className="vh" aria-live="polite">
        {page.title}
      </div>
      <Suspense>
        {layer === 'more' && <MoreSheet onClose={close} />}
        {layer === 'palette' && <Palette onClose={close} onKeys={() => setLayer('keys')} />}
        {layer === 'keys' && <KeysSheet onClose={close} />}
      </Suspense>
    </div>
  )
}
