import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { Outlet } from '@tanstack/react-router'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { PageHead } from '@/kit/page_head'
import { SkeletonRows } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { useTeams } from './data'
import styles from './people.module.css'

export function TeamsPage() {
  const t = useT()
  const go = useGo()
  const manages = useCan('people.manage')
  const teams = useTeams()
  const add = () => void go(paths.team('new'))
  const items = teams.data?.items ?? []
  return (
    <>
      <PageHead title={t('people.teams')} facts={t('people.teams_facts')}>
        {manages && (
          <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={add}>
            {t('people.team_add')}
          </Button>
        )}
      </PageHead>
      <div className={styles.list}>
        {teams.isError && !teams.data ? (
          <ErrorState
            what={t('people.teams_what')}
            {...problemProps(teams.error)}
            onRetry={() => void teams.refetch()}
          />
        ) : !teams.data ? (
          <SkeletonRows rows={4} />
        ) : items.length ? (
          <ul className={styles.cards}>
            {items.map((team) => (
              <li key={team.id}>
                <Go to={paths.team(team.id)} className={styles.card}>
                  <span aria-hidden hidden />
                  <span>
                    <b dir="auto">{team.name}</b>
                    <small>
                      {[t('people.members', { count: team.member_ids.length }), ...team.aliases].join(' · ')}
                    </small>
                  </span>
                </Go>
              </li>
            ))}
          </ul>
        ) : (
          <Empty
            title={t('people.teams_none')}
            text={t('people.teams_none_text')}
            action={manages && <Button onClick={add}>{t('people.team_add')}</Button>}
          />
        )}
      </div>
      <Outlet />
    </>
  )
}
