import { IconChevronUp, IconKeyboard, IconLogout } from '@tabler/icons-react'
import { type Language, languages, useLanguage, useT } from '@/i18n'
import { Avatar } from '@/kit/avatar'
import { Menu } from '@/kit/menu'
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
    <Menu
      position="top-start"
      target={(onClick) => (
        <button type="button" className={styles.user} onClick={onClick}>
          <Avatar person={session.user} large />
          <span>
            <b dir="auto">{session.user.name}</b>
            <small>{roleName(t, session.role.name)}</small>
          </span>
          <IconChevronUp size={16} aria-hidden />
        </button>
      )}
      sections={[
        {
          id: 'theme',
          title: t('shell.theme.label'),
          entries: theme.options.map((option) => ({
            id: option.value,
            label: t(option.label),
            icon: <option.icon size={17} stroke={1.75} aria-hidden />,
            role: 'menuitemradio',
            checked: option.value === theme.value,
            onSelect: () => theme.set(option.value),
          })),
        },
        {
          id: 'language',
          title: t('shell.language'),
          entries: (Object.keys(languages) as Language[]).map((code) => ({
            id: code,
            label: languages[code],
            display: <span lang={code}>{languages[code]}</span>,
            role: 'menuitemradio',
            checked: code === language,
            onSelect: () => changeLanguage(code),
          })),
        },
        {
          id: 'rest',
          entries: [
            {
              id: 'keys',
              label: t('shell.keys.title'),
              icon: <IconKeyboard size={17} stroke={1.75} aria-hidden />,
              hint: <kbd>?</kbd>,
              onSelect: onKeys,
            },
            {
              id: 'out',
              label: t('shell.sign_out'),
              icon: <IconLogout size={17} stroke={1.75} aria-hidden />,
              onSelect: signOut,
            },
          ],
        },
      ]}
    />
  )
}
