import { IconChevronRight } from '@tabler/icons-react'
import { Outlet, useRouterState } from '@tanstack/react-router'
import { useT } from '@/i18n'
import { usePhone } from '@/kit/media'
import { PageHead, WayBack } from '@/kit/page_head'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { Go } from '@/shell/go'
import { can, useSession } from '@/shell/session'
import { useHasRoute } from '@/shell/use_navigation'
import { groups } from './areas'
import styles from './layout.module.css'
import { MePage } from './me'

/** The list on the left and the page on the right; on a phone first the one, then the other. */
export function SettingsLayout() {
  const t = useT()
  const session = useSession()
  const hasRoute = useHasRoute()
  const phone = usePhone()
  const path = useRouterState({ select: (state) => state.location.pathname.replace(/\/$/, '') })
  const index = path === paths.settings()
  const deeper = path.split('/').length > 3
  return (
    <div className={styles.layout} data-index={index || undefined}>
      <nav className={styles.list} aria-label={t('settings.title')}>
        <p className={styles.title}>{t('settings.title')}</p>
        {groups.map((group) => {
          const areas = group.areas.filter(
            (area) => hasRoute(area.to) && (!area.permission || can(session, area.permission)),
          )
          if (!areas.length) return null
          return (
            <div key={group.label} className={styles.group}>
              <p>{t(group.label)}</p>
              {areas.map((area) => (
                <Go key={area.to} to={area.to} className={styles.link} data-first={area.to === paths.me() || undefined}>
                  <area.icon size={18} stroke={1.75} aria-hidden />
                  <span>{t(area.label)}</span>
                  <IconChevronRight size={18} className={styles.chevron} aria-hidden />
                </Go>
              ))}
            </div>
          )
        })}
      </nav>
      <div className={styles.page}>
        {phone && !index && !deeper && (
          <WayBack>
            <Back to={paths.settings()}>{t('settings.title')}</Back>
          </WayBack>
        )}
        <Outlet />
      </div>
    </div>
  )
}

/** `/settings` itself: a person's own settings, or only the list on a phone. */
export function SettingsIndex() {
  const t = useT()
  return usePhone() ? <PageHead title={t('settings.title')} /> : <MePage />
}
