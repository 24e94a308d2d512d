import { useParams } from '@tanstack/react-router'
import { $api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { LaterSheet } from '@/kit/later'
import { SkeletonCards } from '@/kit/skeleton'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { useRoles, useSites, useTeams } from './data'
import { UserForm } from './user_form'

/** One person over the list, or a new one. */
export function UserSheet() {
  const t = useT()
  const go = useGo()
  const { id } = useParams({ strict: false }) as { id: string }
  const isNew = id === 'new'
  const user = $api.useQuery('get', '/api/v1/users/{id}', { params: { path: { id } } }, { enabled: !isNew })
  const [roles, teams, sites] = [useRoles(), useTeams(), useSites()]
  const close = () => void go(paths.people())
  const ready = (isNew || user.data) && roles.data && teams.data
  const failed = user.error ?? roles.error ?? teams.error
  const retry = () => void Promise.all([user.refetch(), roles.refetch(), teams.refetch()])
  return (
    <LaterSheet
      opened
      onClose={close}
      title={isNew ? t('people.add') : (user.data?.name ?? t('people.title'))}
      width={520}
    >
      {ready ? (
        <UserForm
          key={user.data?.version}
          before={user.data}
          roles={roles.data.items}
          teams={teams.data.items}
          sites={sites.data?.items ?? []}
          onClose={close}
        />
      ) : failed ? (
        <ErrorState what={t('people.what_one')} {...problemProps(failed)} onRetry={retry} />
      ) : (
        <SkeletonCards cards={3} height={64} />
      )}
    </LaterSheet>
  )
}
