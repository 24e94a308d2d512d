import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { Outlet, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useMemo, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Avatar } from '@/kit/avatar'
import type { Sort } from '@/kit/data_table'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { usePhone } from '@/kit/media'
import { PageHead } from '@/kit/page_head'
import { Segments } from '@/kit/segments'
import { SkeletonRows } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { roleName } from '@/shell/role_name'
import { useCan } from '@/shell/session'
import { useUsers } from './data'
import styles from './people.module.css'
import { UserState } from './user_state'
import type { UsersTableProps } from './users_table'

const UsersTable = lazy(() => import('./users_table'))

type Shown = 'active' | 'inactive' | 'all'
const which: Record<Shown, boolean | undefined> = { active: true, inactive: false, all: undefined }

export function UsersPage() {
  const t = useT()
  const go = useGo()
  const phone = usePhone()
  const manages = useCan('people.manage')
  const { id } = useParams({ strict: false }) as { id?: string }
  const [q, setQ] = useState('')
  const [settled] = useDebouncedValue(q.trim(), 200)
  const [shown, setShown] = useState<Shown>('active')
  const [sort, setSort] = useState<Sort>({ by: 'name', direction: 'asc' })
  const users = useUsers(settled, which[shown], sort.direction === 'desc' ? `-${sort.by}` : sort.by)
  const rows = useMemo(() => users.data?.pages.flatMap((page) => page.items) ?? [], [users.data])
  const more = () => {
    if (users.hasNextPage && !users.isFetching) void users.fetchNextPage()
  }
  return (
    <>
      <PageHead title={t('people.title')} facts={t('people.facts')}>
        {manages && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => void go(paths.person('new'))}>
            {t('people.add')}
          </Button>
        )}
      </PageHead>
      <div className={styles.bar}>
        <TextInput
          type="search"
          className={styles.search}
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={q}
          onChange={(event) => setQ(event.currentTarget.value)}
        />
        <div className={styles.words}>
          <Segments
            label={t('people.shown')}
            value={shown}
            options={(['active', 'inactive', 'all'] as const).map((value) => ({
              value,
              label: t(`people.shown_${value}`),
            }))}
            onChange={setShown}
          />
        </div>
      </div>
      {users.data ? (
        rows.length ? (
          phone ? (
            <UserCards rows={rows} onEnd={more} />
          ) : (
            <Suspense>
              <UsersTable rows={rows} active={id} sort={sort} onSort={setSort} onEnd={more} />
            </Suspense>
          )
        ) : (
          <Empty art="search" title={t('people.none')} text={t('people.none_text')} />
        )
      ) : users.isError ? (
        <div className={styles.list}>
          <ErrorState what={t('people.what')} {...problemProps(users.error)} onRetry={() => void users.refetch()} />
        </div>
      ) : (
        <div className={styles.list}>
          <SkeletonRows />
        </div>
      )}
      <Outlet />
    </>
  )
}

function UserCards({ rows, onEnd }: Pick<UsersTableProps, 'rows' | 'onEnd'>) {
  const t = useT()
  return (
    <div className={styles.list}>
      <ul className={styles.cards}>
        {rows.map((user) => (
          <li key={user.id}>
            <Go to={paths.person(user.id)} className={styles.card}>
              <Avatar person={user} large />
              <span>
                <b dir="auto">{user.name}</b>
                <small>{roleName(t, user.role)}</small>
              </span>
              {!user.active && <UserState user={user} />}
            </Go>
          </li>
        ))}
      </ul>
      {rows.length % 100 === 0 && (
        <Button variant="default" fullWidth onClick={onEnd}>
          {t('people.more')}
        </Button>
      )}
    </div>
  )
}
