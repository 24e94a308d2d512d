import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { PageHead } from '@/kit/page_head'
import { SkeletonRows } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { roleName } from '@/shell/role_name'
import { useCan } from '@/shell/session'
import { type Role, useRoles } from './data'
import styles from './people.module.css'

/** Those that came with the product from the most powerful down, then one's own by name. */
const inOrder = (roles: readonly Role[]) =>
  [...roles].sort((a, b) =>
    a.built_in && b.built_in
      ? Object.keys(b.permissions).length - Object.keys(a.permissions).length
      : Number(b.built_in) - Number(a.built_in) || a.name.localeCompare(b.name),
  )

export function RolesPage() {
  const t = useT()
  const go = useGo()
  const manages = useCan('people.manage')
  const roles = useRoles()
  return (
    <>
      <PageHead title={t('people.roles')} facts={t('people.roles_facts')}>
        {manages && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => void go(paths.role('new'))}>
            {t('people.role_add')}
          </Button>
        )}
      </PageHead>
      <div className={styles.list}>
        {roles.isError && !roles.data ? (
          <ErrorState
            what={t('people.roles_what')}
            {...problemProps(roles.error)}
            onRetry={() => void roles.refetch()}
          />
        ) : roles.data ? (
          <ul className={styles.cards}>
            {inOrder(roles.data.items).map((role) => (
              <li key={role.id}>
                <Go to={paths.role(role.id)} className={styles.card}>
                  <span aria-hidden hidden />
                  <span>
                    <b dir="auto">{roleName(t, role.name)}</b>
                    <small>{t('people.permissions_count', { count: Object.keys(role.permissions).length })}</small>
                  </span>
                  <small>{t(role.built_in ? 'people.built_in' : 'people.own_role')}</small>
                </Go>
              </li>
            ))}
          </ul>
        ) : (
          <SkeletonRows rows={6} />
        )}
      </div>
    </>
  )
}
