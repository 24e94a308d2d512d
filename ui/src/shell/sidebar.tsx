import { ActionIcon, Button } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconPlus, IconSearch } from '@tabler/icons-react'
import { useT } from '@/i18n'
import { paths } from '@/paths'
import { Go, useGo } from './go'
import { useSession } from './session'
import styles from './shell.module.css'
import { SyncChip } from './sync_chip'
import { useCanOpen, useNavigation } from './use_navigation'
import { UserMenu } from './user_menu'

interface Props {
  collapsed: boolean
  onCollapse: () => void
  onSearch: () => void
  onKeys: () => void
}

const apple = /Mac|iPhone|iPad/.test(navigator.userAgent)

export function Sidebar({ collapsed, onCollapse, onSearch, onKeys }: Props) {
  const t = useT()
  const go = useGo()
  const session = useSession()
  const groups = useNavigation()
  const creates = useCanOpen(paths.newWorkOrder(), 'work_orders.create')
  const toggle = t(collapsed ? 'shell.sidebar.expand' : 'shell.sidebar.collapse')
  return (
    <aside className={styles.side} aria-label={t('shell.sidebar.label')}>
      <div className={styles.brand}>
        <img src="/icon.svg" alt="" width={30} height={30} />
        <div>
          <b>ChatterFix</b>
          <small dir="auto">{session.organization.name}</small>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={toggle}
          title={`${toggle} ([)`}
          className={styles.collapse}
          onClick={onCollapse}
        >
          {collapsed ? (
            <IconLayoutSidebarLeftExpand size={18} stroke={1.75} />
          ) : (
            <IconLayoutSidebarLeftCollapse size={18} stroke={1.75} />
          )}
        </ActionIcon>
      </div>
      {creates && (
        <Button
          className={styles.create}
          aria-label={t('shell.new_work_order')}
          leftSection={<IconPlus size={17} aria-hidden />}
          onClick={() => void go(paths.newWorkOrder())}
        >
          <span>{t('shell.new_work_order')}</span>
        </Button>
      )}
      <button type="button" className={styles.search} onClick={onSearch} aria-label={t('shell.search')}>
        <IconSearch size={16} aria-hidden />
        <span>{t('shell.search')}</span>
        <kbd>{apple ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <nav aria-label={t('shell.navigation')}>
        {groups.map((group) => (
          <div className={styles.group} key={group.label}>
            <h2>{t(group.label)}</h2>
            {group.items.map((item) => (
              <Go key={item.to} to={item.to} className={styles.link} title={collapsed ? t(item.label) : undefined}>
                <item.icon aria-hidden />
                <span>{t(item.label)}</span>
              </Go>
            ))}
          </div>
        ))}
      </nav>
      <div className={styles.foot}>
        <SyncChip />
        <UserMenu onKeys={onKeys} />
      </div>
    </aside>
  )
}
