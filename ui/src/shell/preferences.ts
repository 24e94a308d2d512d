import { useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { $api, api, type Schemas } from '@/api/client'
import { useWrite } from '@/api/write'
import { type Language, setLanguage } from '@/i18n'
import { paths } from '@/paths'
import { useGo } from './go'
import { localChoice } from './local_choice'
import { forgetRecent } from './recent'
import { sessionOptions } from './session'

// Read answers hold every field; the description marks those with a default as optional.
type UserSettings = Required<Schemas['UserSettings']>

const themes = [
  { value: 'light', label: 'shell.theme.light', icon: IconSun },
  { value: 'dark', label: 'shell.theme.dark', icon: IconMoon },
  { value: 'auto', label: 'shell.theme.system', icon: IconDeviceDesktop },
] as const

type Theme = (typeof themes)[number]['value']

const fromServer = (theme: UserSettings['theme']): Theme => (theme === 'system' ? 'auto' : theme)

// What this device shows; the account keeps a copy for the person's next device.
const density = localChoice('cf-density', ['comfortable', 'compact'])
const singleKeys = localChoice('cf-single-keys', ['on', 'off'])

/** Single letters can be switched off (WCAG 2.1.4); keys with Ctrl or ⌘ stay. */
export const singleKeysOn = () => singleKeys.read() === 'on'

/** Not on the way of anything: when it fails, this device keeps the choice and the account its old one. */
function useKeep() {
  const keep = useWrite((body: Schemas['UserSettingsPatch']) => api.PATCH('/api/v1/me/settings', { body }), {
    refresh: [['get', '/api/v1/me/settings']],
    onProblem: () => undefined,
  })
  return keep.mutate
}

export function useTheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const keep = useKeep()
  const set = (theme: Theme) => {
    setColorScheme(theme)
    keep({ theme: theme === 'auto' ? 'system' : theme })
  }
  return { value: colorScheme, options: themes, set }
}

/** How close together lists are set. */
export function useDensity() {
  const value = density.use()
  const keep = useKeep()
  const set = (choice: UserSettings['density']) => {
    density.set(choice)
    keep({ density: choice })
  }
  return { value, set }
}

/** Whether single letters do things. */
export function useSingleKeys() {
  const on = singleKeys.use() === 'on'
  const keep = useKeep()
  const set = (shortcuts: boolean) => {
    singleKeys.set(shortcuts ? 'on' : 'off')
    keep({ shortcuts })
  }
  return { on, set }
}

/** On a device where nothing was chosen yet, the account's choices apply. */
export function useAccountPreferences() {
  const { setColorScheme } = useMantineColorScheme()
  const { data } = useQuery({
    ...$api.queryOptions('get', '/api/v1/me/settings', {}),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  useEffect(() => {
    if (!data) return
    const account = data as UserSettings
    if (!localStorage.getItem('cf-color-scheme')) setColorScheme(fromServer(account.theme))
    if (!density.isMade()) density.set(account.density)
    if (!singleKeys.isMade()) singleKeys.set(account.shortcuts ? 'on' : 'off')
  }, [data, setColorScheme])
}

/** Shows the language at once, keeps it on this device for the next start, and with the account for other devices. */
export function useChangeLanguage() {
  const keep = useWrite((language: Language) => api.PATCH('/api/v1/me', { body: { language } }), {
    refresh: [sessionOptions().queryKey],
  })
  return (language: Language) => {
    void setLanguage(language, true)
    keep.mutate(language)
  }
}

export function useSignOut() {
  const client = useQueryClient()
  const go = useGo()
  const end = useWrite(() => api.DELETE('/api/v1/session', {}), {
    onDone: () => {
      void go(paths.signIn())
      client.clear()
      forgetRecent()
    },
  })
  return () => end.mutate(undefined)
}
