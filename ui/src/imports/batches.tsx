import { Button } from '@mantine/core'
import { useState } from 'react'
import { $api, api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { LaterConfirm } from '@/kit/later'
import { SkeletonRows } from '@/kit/skeleton'
import { StatusPill } from '@/kit/status_pill'
import { toast } from '@/kit/toast'
import { formatInstant } from '@/lib/dates'
import { type Batch, batchesKey } from './data'
import styles from './imports.module.css'

/** What was imported before; each can be taken back, but for what somebody has worked with since. */
export function Batches() {
  const t = useT()
  const locale = useLocale()
  const [undoing, setUndoing] = useState<Batch>()
  const batches = $api.useQuery('get', '/api/v1/imports', { params: { query: { limit: 50 } } })
  const undo = useWrite((id: string) => api.POST('/api/v1/imports/{id}/undo', { params: { path: { id } } }), {
    refresh: [batchesKey, ['get']],
    onDone: (result) => {
      setUndoing(undefined)
      const stays = result.touched_count
      const words = stays
        ? t('imports.undo.some', { count: result.undone + result.restored, stays })
        : t('imports.undo.all')
      toast(words)
    },
  })
  const name = (batch: Batch) => batch.file_name ?? t(`imports.kind.${batch.kind}`)
  const items = batches.data?.items ?? []
  return (
    <Card flush title={t('imports.batches.title')}>
      {batches.isError && !batches.data ? (
        <ErrorState
          what={t('imports.batches.what')}
          {...problemProps(batches.error)}
          onRetry={() => void batches.refetch()}
        />
      ) : !batches.data ? (
        <SkeletonRows rows={2} />
      ) : items.length ? (
        <ul className={styles.rows}>
          {items.map((batch) => (
            <li key={batch.id} className={styles.row}>
              <span className={styles.words}>
                <b dir="auto">{name(batch)}</b>
                <small>
                  {t(`imports.kind.${batch.kind}`)} ·{' '}
                  {t('imports.batches.numbers', { created: batch.created, updated: batch.updated })} ·{' '}
                  {batch.created_by_name} · {formatInstant(new Date(batch.created_at), locale)}
                </small>
              </span>
              {batch.undone_at ? (
                <StatusPill tone="slate" shape="ring">
                  {t('imports.batches.undone')}
                </StatusPill>
              ) : (
                <Button variant="default" onClick={() => setUndoing(batch)}>
                  {t('imports.undo.action')}
                  <span className="vh">{name(batch)}</span>
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className={styles.empty}>{t('imports.batches.none')}</p>
      )}
      {undoing && (
        <LaterConfirm
          opened
          title={t('imports.undo.title', { name: name(undoing) })}
          text={t('imports.undo.text', { created: undoing.created, updated: undoing.updated })}
          action={t('imports.undo.action')}
          busy={undo.isPending}
          onConfirm={() => undo.mutate(undoing.id)}
          onClose={() => setUndoing(undefined)}
        />
      )}
    </Card>
  )
}
