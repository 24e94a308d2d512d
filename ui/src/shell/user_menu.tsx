import { Menu } from '@mantine/core'
import { IconChevronUp, IconKeyboard, IconLogout } from '@tabler/icons-react'
import { type Language, languages, useLanguage, useT } from '@/i18n'
import { Avatar } from '@/kit/avatar'
import { useChangeLanguage, useSignOut, useTheme } from './preferences'
import { roleName } from './role_name'
import { useSession } from './session'
import styles from './shell.module.css'

/** Who is signed in, at the foot of the sidebar: theme, language, keys, sign out. */
export function UserMenu({ onKeys }: { onKeys: () => void }) {
  const t = useT()
  const session = useSession()
  const theme = useTheme()
  const language = useLanguage()
  const changeLanguage = useChangeLanguage()
  const signOut = useSignOut()
  return (
    <Menu position="top-start" width={232}>
      <Menu.Target>
        <button type="button" className={styles.user}>
          <Avatar person={session.user} large />
          <span>
            <b dir="auto">{session.user.name}</b>
            <small>{roleName(t, session.role.name)}</small>
          </span>
          <IconChevronUp size={16} aria-hidden />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell.theme.label')}</Menu.Label>
        {theme.options.map((option) => (
          <Menu.Item
            key={option.value}
            role="menuitemradio"
            aria-checked={option.value === theme.value}
            leftSection={<option.icon size={17} stroke={1.75} aria-hidden />}
            rightSection={option.value === theme.value ? '✓' : undefined}
            onClick={() => theme.set(option.value)}
          >
            {t(option.label)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        {(Object.keys(languages) as Language[]).map((code) => (
          <Menu.Item
            key={code}
            lang={code}
            role="menuitemradio"
            aria-checked={code === language}
            rightSection={code === language ? '✓' : undefined}
            onClick={() => changeLanguage(code)}
          >
            {languages[code]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconKeyboard size={17} stroke={1.75} aria-hidden />}
          rightSection={<kbd>?</kbd>}
          onClick={onKeys}
        >
          {t('shell.keys.title')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={17} stroke={1.75} aria-hidden />} onClick={signOut}>
          {t('shell.sign_out')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
