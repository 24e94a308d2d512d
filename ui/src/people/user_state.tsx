import { useT } from '@/i18n'
import { StatusPill } from '@/kit/status_pill'
import type { User } from './data'

/** Whether a person may sign in. */
export function UserState({ user }: { user: User }) {
  const t = useT()
  return user.active ? (
    <span>{t('people.active')}</span>
  ) : (
    <StatusPill tone="slate" shape="ring">
      {t('people.inactive')}
    </StatusPill>
  )
}
