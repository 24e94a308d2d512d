import { IconLanguage, IconLogout } from '@tabler/icons-react'
import { type Language, languages, useLanguage, useT } from '@/i18n'
import { Avatar } from '@/kit/avatar'
import { Segments } from '@/kit/segments'
import { Sheet } from '@/kit/sheet'
import { Go } from './go'
import styles from './more.module.css'
import { useChangeLanguage, useSignOut, useTheme } from './preferences'
import { roleName } from './role_name'
import { useSession } from './session'
import { useNavigation } from './use_navigation'

/** The phone's “More”: every area, then the person's own settings. */
export default function MoreSheet({ onClose }: { onClose: () => void }) {
  const t = useT()
  const session = useSession()
  const groups = useNavigation()
  const theme = useTheme()
  const language = useLanguage()
  const changeLanguage = useChangeLanguage()
  const signOut = useSignOut()
  return (
    <Sheet opened onClose={onClose} title={t('shell.tab.more')}>
      <div className={styles.who}>
        <Avatar person={session.user} large />
        <span>
          <b dir="auto">{session.user.name}</b>
          <small dir="auto">
            {roleName(t, session.role.name)} · {session.organization.name}
          </small>
        </span>
      </div>
      <nav aria-label={t('shell.tab.more')}>
        {groups.map((group) => (
          <div key={group.label} className={styles.group}>
            {group.items.map((item) => (
              <Go key={item.to} to={item.to} className={styles.row} onClick={onClose}>
                <item.icon size={22} stroke={1.75} aria-hidden />
                {t(item.label)}
              </Go>
            ))}
          </div>
        ))}
      </nav>
      <div className={styles.row}>
        <span className={styles.grow}>{t('shell.theme.label')}</span>
        <Segments
          label={t('shell.theme.label')}
          value={theme.value}
          options={theme.options.map((option) => ({ ...option, label: t(option.label) }))}
          onChange={theme.set}
        />
      </div>
      <label className={styles.row}>
        <IconLanguage size={22} stroke={1.75} aria-hidden />
        <span className={styles.grow}>{t('shell.language')}</span>
        <select value={language} onChange={(event) => changeLanguage(event.currentTarget.value as Language)}>
          {Object.entries(languages).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <button type="button" className={styles.row} onClick={signOut}>
        <IconLogout size={22} stroke={1.75} aria-hidden />
        {t('shell.sign_out')}
      </button>
    </Sheet>
  )
}
