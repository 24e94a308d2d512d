import { ActionIcon } from '@mantine/core'
import {
  IconBan,
  IconBell,
  IconBellOff,
  IconCalendarTime,
  IconCopy,
  IconDots,
  IconEdit,
  IconLink,
  IconPrinter,
  IconSubtask,
} from '@tabler/icons-react'
import { api } from '@/api/client'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { usePhone } from '@/kit/media'
import { Menu } from '@/kit/menu'
import { toast } from '@/kit/toast'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { useSession } from '@/shell/session'
import { orderOptions, touched } from './data'
import type { RecordState } from './use_record'

/** Copy link and print where there is room, and everything else behind the dots. */
export function RecordMenu({ record }: { record: RecordState }) {
  const t = useT()
  const go = useGo()
  const phone = usePhone()
  const { user } = useSession()
  const { order } = record
  const watching = order.watcher_ids.includes(user.id)
  const params = { path: { id: order.id } }
  const duplicate = useWrite(() => api.POST('/api/v1/work-orders/{id}/duplicate', { params, body: { link: true } }), {
    refresh: touched(order.id),
    onDone: (copy) => {
      toast(t('work_orders.record.duplicated', { number: copy.number }))
      void go(paths.workOrder(copy.id))
    },
  })
  const watch = useWrite(() => api.POST('/api/v1/work-orders/{id}/watch', { params, body: { watching: !watching } }), {
    refresh: [orderOptions(order.id).queryKey],
  })
  const copyLink = async () => {
    const address = `${location.origin}${paths.workOrder(order.id)}`
    await navigator.clipboard?.writeText(address)
    toast(navigator.clipboard ? t('work_orders.record.copied') : address)
  }
  const print = () => void go(paths.printWorkOrder(order.id))
  const tool = (label: string, icon: React.ReactNode, run: () => void) => (
    <ActionIcon variant="subtle" color="gray" size={36} aria-label={label} title={label} onClick={run}>
      {icon}
    </ActionIcon>
  )
  const refused = (name: string) => (record.may(name) ? undefined : (record.whyNot(name) ?? ''))
  const cancel = order.actions.find((action) => action.name === 'cancel')
  const copyWords = t('work_orders.record.copy_link')
  const printWords = t('work_orders.record.print')
  return (
    <>
      {!phone && tool(copyWords, <IconLink size={19} />, () => void copyLink())}
      {!phone && tool(printWords, <IconPrinter size={19} />, print)}
      <Menu
        width={260}
        target={(onClick) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={phone ? 44 : 36}
            aria-label={t('work_orders.record.more')}
            onClick={onClick}
          >
            <IconDots size={phone ? 24 : 20} />
          </ActionIcon>
        )}
        sections={[
          {
            id: 'change',
            entries: [
              {
                id: 'edit',
                label: t('work_orders.record.edit'),
                icon: <IconEdit size={18} />,
                refused: refused('edit'),
                onSelect: () => record.open({ kind: 'edit' }),
              },
              {
                id: 'plan',
                label: t('work_orders.record.plan'),
                icon: <IconCalendarTime size={18} />,
                refused: refused('assign'),
                onSelect: () => record.open({ kind: 'planned' }),
              },
              {
                id: 'duplicate',
                label: t('work_orders.record.duplicate'),
                icon: <IconCopy size={18} />,
                refused: refused('duplicate'),
                onSelect: () => duplicate.mutate(undefined),
              },
              {
                id: 'sub',
                label: t('work_orders.record.add_sub'),
                icon: <IconSubtask size={18} />,
                refused: refused('add_sub_order'),
                onSelect: () =>
                  void go(paths.newWorkOrder(), {
                    search: { parent: order.id, ...(order.asset_id && { asset: order.asset_id }) },
                  }),
              },
            ],
          },
          {
            id: 'share',
            entries: [
              {
                id: 'watch',
                label: t(watching ? 'work_orders.record.unwatch' : 'work_orders.record.watch'),
                icon: watching ? <IconBellOff size={18} /> : <IconBell size={18} />,
                onSelect: () => watch.mutate(undefined),
              },
              { id: 'link', label: copyWords, icon: <IconLink size={18} />, onSelect: () => void copyLink() },
              { id: 'print', label: printWords, icon: <IconPrinter size={18} />, onSelect: print },
            ],
          },
          ...(cancel
            ? [
                {
                  id: 'end',
                  entries: [
                    {
                      id: 'cancel',
                      label: t('work_orders.action.cancel'),
                      icon: <IconBan size={18} />,
                      danger: true,
                      refused: cancel.allowed ? undefined : (cancel.reason ?? ''),
                      onSelect: () => record.go('cancelled'),
                    },
                  ],
                },
              ]
            : []),
        ]}
      />
    </>
  )
}
