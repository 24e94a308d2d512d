import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { $api, api, type Schemas } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { LaterConfirm } from '@/kit/later'
import { SkeletonRows } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { formatInstant } from '@/lib/dates'
import { tokensKey } from './keys'
import styles from './settings.module.css'

const NewTokenSheet = lazy(() => import('./new_token'))

type Token = Schemas['ApiToken']

const alive = (token: Token, now: Date) => !token.revoked_at && !(token.expires_at && new Date(token.expires_at) <= now)

/** Programs that act as this person. */
export function Tokens() {
  const t = useT()
  const [adding, setAdding] = useState(false)
  const [revoking, setRevoking] = useState<Token>()
  const tokens = $api.useQuery('get', '/api/v1/tokens')
  const revoke = useWrite((id: string) => api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }), {
    refresh: [tokensKey],
    onDone: () => {
      setRevoking(undefined)
      toast(t('settings.tokens.revoked'))
    },
  })
  const now = new Date()
  const shown = (tokens.data?.items ?? []).filter((token) => alive(token, now))
  return (
    <Card
      flush
      title={t('settings.tokens.title')}
      action={
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={15} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          {t('settings.tokens.add')}
        </Button>
      }
    >
      {tokens.isError && !tokens.data ? (
        <ErrorState
          what={t('settings.tokens.what')}
          {...problemProps(tokens.error)}
          onRetry={() => void tokens.refetch()}
        />
      ) : tokens.data ? (
        <>
          {!shown.length && <p className={styles.empty}>{t('settings.tokens.none')}</p>}
          <ul className={styles.rows}>
            {shown.map((token) => (
              <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
            ))}
          </ul>
        </>
      ) : (
        <SkeletonRows rows={2} />
      )}
      <Suspense>{adding && <NewTokenSheet onClose={() => setAdding(false)} />}</Suspense>
      {revoking && (
        <LaterConfirm
          opened
          title={t('settings.tokens.revoke_title', { name: revoking.name })}
          text={t('settings.tokens.revoke_text')}
          action={t('settings.tokens.revoke')}
          busy={revoke.isPending}
          onConfirm={() => revoke.mutate(revoking.id)}
          onClose={() => setRevoking(undefined)}
        />
      )}
    </Card>
  )
}

function TokenRow({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const t = useT()
  const locale = useLocale()
  const at = (instant: string) => formatInstant(new Date(instant), locale)
  const facts = [
    token.permissions ? t('settings.tokens.some', { count: token.permissions.length }) : t('settings.tokens.all'),
    token.last_used_at ? t('settings.tokens.used', { when: at(token.last_used_at) }) : t('settings.tokens.unused'),
    token.expires_at && t('settings.tokens.until', { when: at(token.expires_at) }),
  ]
  return (
    <li className={styles.row}>
      <span className={styles.words}>
        <b dir="auto">
          {token.name} <code className={styles.last}>…{token.last_four}</code>
        </b>
        <small>{facts.filter(Boolean).join(' · ')}</small>
      </span>
      <Button variant="default" onClick={onRevoke}>
        {t('settings.tokens.revoke')}
        <span className="vh">{token.name}</span>
      </Button>
    </li>
  )
}
