import { useMantineColorScheme } from '@mantine/core'
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { api } from '@/api/client'
import { useWrite } from '@/api/write'
import { type Language, setLanguage } from '@/i18n'
import { paths } from '@/paths'
import { useGo } from './go'
import { forgetRecent } from './recent'
import { sessionOptions } from './session'

const themes = [
  { value: 'light', label: 'shell.theme.light', icon: IconSun },
  { value: 'dark', label: 'shell.theme.dark', icon: IconMoon },
  { value: 'auto', label: 'shell.theme.system', icon: IconDeviceDesktop },
] as const

export function useTheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return { value: colorScheme, options: themes, set: setColorScheme }
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
