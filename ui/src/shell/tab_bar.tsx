import { IconBuildingFactory2, IconClipboardList, IconDots, IconHome, IconPlus } from '@tabler/icons-react'
import { useT } from '@/i18n'
import { paths } from '@/paths'
import { Go } from './go'
import styles from './shell.module.css'
import { useCanOpen } from './use_navigation'

/** Under the thumb: today, work, report (raised), equipment, the rest. */
export function TabBar({ onMore }: { onMore: () => void }) {
  const t = useT()
  const work = useCanOpen(paths.workOrders(), 'work_orders.view')
  const assets = useCanOpen(paths.assets(), 'assets.view')
  const creates = useCanOpen(paths.newWorkOrder(), 'work_orders.create')
  return (
    <nav className={styles.tabs} aria-label={t('shell.navigation')}>
      <Go to={paths.today()} className={styles.tab}>
        <IconHome aria-hidden />
        {t('today.title')}
      </Go>
      {work && (
        <Go to={paths.workOrders()} className={styles.tab}>
          <IconClipboardList aria-hidden />
          {t('shell.tab.work')}
        </Go>
      )}
      {creates && (
        <Go to={paths.newWorkOrder()} className={styles.report}>
          <span>
            <IconPlus stroke={2} aria-hidden />
          </span>
          {t('shell.tab.report')}
        </Go>
      )}
      {assets && (
        <Go to={paths.assets()} className={styles.tab}>
          <IconBuildingFactory2 aria-hidden />
          {t('assets.title')}
        </Go>
      )}
      <button type="button" className={styles.tab} onClick={onMore}>
        <IconDots aria-hidden />
        {t('shell.tab.more')}
      </button>
    </nav>
  )
}
