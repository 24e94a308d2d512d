import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { $api, api, type Schemas } from '@/api/client'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { toast } from '@/kit/toast'
import { bookingTouches, useLinks } from './entries'
import { WorkOrderLink } from './link'
import styles from './record.module.css'
import { AddButton, Section } from './section'
import type { RecordState } from './use_record'

/** The order that this one is part of, its parts, and the orders it has to do with. */
export function LinksSection({ record }: { record: RecordState }) {
  const t = useT()
  const { order } = record
  const links = useLinks(order.id).data ?? []
  const subs = $api.useQuery(
    'get',
    '/api/v1/work-orders',
    { params: { query: { parent_id: order.id, limit: 50 } } },
    { enabled: order.sub_orders.total > 0 },
  ).data?.items
  const touches = bookingTouches(order.id, 'links')
  const again = useWrite(
    (body: Schemas['NewWorkOrderLink']) =>
      api.POST('/api/v1/work-orders/{id}/links', { params: { path: { id: order.id } }, body }),
    { refresh: touches },
  )
  const remove = useWrite(
    (link: Schemas['WorkOrderLink']) =>
      api.DELETE('/api/v1/work-orders/{id}/links/{link_id}', { params: { path: { id: order.id, link_id: link.id } } }),
    {
      refresh: touches,
      onDone: (_, link) =>
        toast(t('work_orders.link.removed', { number: link.work_order.number }), {
          ...(link.direction === 'outgoing' && {
            undo: () => again.mutate({ kind: link.kind, work_order_id: link.work_order.id }),
          }),
        }),
    },
  )
  const edits = record.may('edit')
  if (!links.length && !subs?.length && !order.parent && !edits) return null
  return (
    <Section
      title={t('work_orders.link.title')}
      hint={
        order.sub_orders.total
          ? t('work_orders.link.open_subs', { open: order.sub_orders.open, total: order.sub_orders.total })
          : undefined
      }
      action={edits && <AddButton label={t('work_orders.link.add')} onClick={() => record.open({ kind: 'link' })} />}
    >
      {(order.parent || subs?.length || links.length > 0) && (
        <ul className={styles.rows}>
          {order.parent && <Row words={t('work_orders.link.part_of')} order={order.parent} />}
          {subs?.map((sub) => (
            <Row key={sub.id} words={t('work_orders.link.sub')} order={sub} />
          ))}
          {links.map((link) => (
            <Row
              key={link.id}
              words={t(`work_orders.link.${link.kind}_${link.direction}`)}
              order={link.work_order}
              onRemove={edits ? () => remove.mutate(link) : undefined}
            />
          ))}
        </ul>
      )}
    </Section>
  )
}

interface RowProps {
  words: string
  order: Schemas['WorkOrderReference']
  onRemove?: (() => void) | undefined
}

function Row({ words, order, onRemove }: RowProps) {
  const t = useT()
  return (
    <li>
      <span className={styles.words}>
        <small>{words}</small>
        <WorkOrderLink order={order} />
      </span>
      {onRemove && (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={44}
          aria-label={t('work_orders.link.remove', { number: order.number })}
          onClick={onRemove}
        >
          <IconX size={18} />
        </ActionIcon>
      )}
    </li>
  )
}
