import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { $api, api, type Schemas } from '@/api/client'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { placeOf } from './card'
import styles from './choices.module.css'
import { bookingTouches } from './entries'
import { WorkOrderStatus } from './marks'
import { PickSheet } from './pick_sheet'
import type { RecordState } from './use_record'

type Kind = Schemas['LinkKind']
const kinds: Kind[] = ['relates', 'blocks', 'duplicates', 'split_from']

/** Another order, and how the two have to do with each other. */
export default function LinkSheet({ record }: { record: RecordState }) {
  const t = useT()
  const { order, close } = record
  const [kind, setKind] = useState<Kind>('relates')
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query.trim(), 150)
  const found = $api
    .useQuery(
      'get',
      '/api/v1/work-orders',
      {
        params: {
          query: {
            limit: 20,
            ...(settled
              ? { q: settled }
              : { sort: '-updated_at', ...(order.asset_id && { asset_id: order.asset_id }) }),
          },
        },
      },
      { placeholderData: keepPreviousData },
    )
    .data?.items.filter((other) => other.id !== order.id)
  const link = useWrite(
    (id: string) =>
      api.POST('/api/v1/work-orders/{id}/links', {
        params: { path: { id: order.id } },
        body: { kind, work_order_id: id },
      }),
    { refresh: bookingTouches(order.id, 'links'), onDone: close },
  )
  return (
    <PickSheet
      title={t('work_orders.link.add')}
      placeholder={t('work_orders.link.words')}
      query={query}
      onQuery={setQuery}
      choices={found?.map((other) => ({
        id: other.id,
        title: other.title,
        detail: `#${other.number} · ${placeOf(other)}`,
        mark: <WorkOrderStatus status={other.status} />,
      }))}
      onPick={(id) => link.mutate(id)}
      onClose={close}
    >
      <div className={styles.chips}>
        {kinds.map((one) => (
          <button
            key={one}
            type="button"
            className={styles.chip}
            aria-pressed={kind === one}
            onClick={() => setKind(one)}
          >
            {t(`work_orders.link.${one}_outgoing`)}
          </button>
        ))}
      </div>
    </PickSheet>
  )
}
