import { useMemo } from 'react'
import { type Translate, useT } from '@/i18n'
import { DataTable, type Sort, type TableColumn } from '@/kit/data_table'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { useDensity } from '@/shell/preferences'
import { roleName } from '@/shell/role_name'
import { type User, useTeams } from './data'
import styles from './people.module.css'
import { UserState } from './user_state'

export interface UsersTableProps {
  rows: readonly User[]
  active: string | undefined
  sort: Sort
  onSort: (sort: Sort) => void
  onEnd: () => void
}

function columnsOf(t: Translate, teams: ReadonlyMap<string, string>, compact: boolean): TableColumn<User>[] {
  return [
    {
      id: 'name',
      label: t('settings.name'),
      width: 'minmax(220px, 2fr)',
      main: true,
      sortBy: 'name',
      cell: (user) => <bdi>{user.name}</bdi>,
      ...(!compact && { detail: (user: User) => user.email }),
    },
    { id: 'role', label: t('people.role'), width: '130px', cell: (user) => roleName(t, user.role) },
    {
      id: 'teams',
      label: t('people.teams'),
      width: 'minmax(110px, 1fr)',
      cell: (user) =>
        user.team_ids
          .map((team) => teams.get(team))
          .filter(Boolean)
          .join(', '),
    },
    {
      id: 'aliases',
      label: t('people.aliases'),
      width: 'minmax(110px, 1fr)',
      hideBelow: 'wide',
      cell: (user) => user.aliases.join(', '),
    },
    { id: 'state', label: t('people.state'), width: '110px', cell: (user) => <UserState user={user} /> },
  ]
}

/** The desktop's table; a phone shows cards and never loads it. */
export default function UsersTable({ rows, active, sort, onSort, onEnd }: UsersTableProps) {
  const t = useT()
  const go = useGo()
  const compact = useDensity().value === 'compact'
  const teams = useTeams()
  const columns = useMemo(
    () => columnsOf(t, new Map(teams.data?.items.map((team) => [team.id, team.name])), compact),
    [t, teams.data, compact],
  )
  return (
    <div className={styles.table}>
      <DataTable
        label={t('people.title')}
        rows={rows}
        columns={columns}
        rowId={(user) => user.id}
        rowHref={(user) => paths.person(user.id)}
        onOpen={(id) => void go(paths.person(id))}
        activeId={active}
        sort={sort}
        onSort={onSort}
        onEnd={onEnd}
        compact={compact}
      />
    </div>
  )
}
