import { useHotkeys } from '@mantine/hooks'
import { usePhone } from '@/kit/media'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { singleKeysOn } from '@/shell/preferences'
import { useListQuery, useOrders } from './data'
import { commentFieldId } from './record_ids'
import { useListSearch } from './use_list_search'
import type { RecordState } from './use_record'

/** S starts and pauses, C comments, A assigns, D sets the due date, P the priority, J and K go through the list behind. */
export function useRecordKeys(record: RecordState) {
  const go = useGo()
  const phone = usePhone()
  const search = useListSearch()
  const { query } = useListQuery(search)
  const { rows = [] } = useOrders(query, !phone)
  const { order } = record
  const single = (run: () => unknown) => (event: KeyboardEvent) => {
    const layers = document.querySelectorAll('[role="dialog"], [role="menu"]').length
    if (!singleKeysOn() || layers > (phone ? 0 : 1)) return
    event.preventDefault()
    run()
  }
  const neighbour = (by: 1 | -1) => {
    const at = rows.findIndex((row) => row.id === order.id)
    const next = rows[at + by]
    if (at >= 0 && next) void go(paths.workOrder(next.id), { search: { ...search }, keep: true })
  }
  useHotkeys([
    ['S', single(() => record.go(order.status === 'in_progress' ? 'on_hold' : 'in_progress'))],
    ['C', single(() => document.getElementById(commentFieldId)?.focus())],
    ['A', single(() => record.may('assign') && record.open({ kind: 'people' }))],
    ['D', single(() => record.may('edit') && record.open({ kind: 'due' }))],
    ['P', single(() => document.getElementById('record-priority')?.click())],
    ['J', single(() => neighbour(1))],
    ['K', single(() => neighbour(-1))],
  ])
}
