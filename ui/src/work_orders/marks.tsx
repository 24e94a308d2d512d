import type { Icon } from '@tabler/icons-react'
import {
  IconCalendarRepeat,
  IconDots,
  IconEyeCheck,
  IconHammer,
  IconRadar2,
  IconShieldCheck,
  IconTool,
} from '@tabler/icons-react'
import type { Schemas } from '@/api/client'
import { useT } from '@/i18n'
import { PriorityMark } from '@/kit/priority_mark'
import { type Shape, StatusPill } from '@/kit/status_pill'
import { type Tone, toneVariables } from '@/kit/tone'

type WorkOrder = Schemas['WorkOrder']
export type Status = WorkOrder['status']
export type Priority = WorkOrder['priority']
export type Kind = WorkOrder['kind']

const statuses: Record<Status, { tone: Tone; shape: Shape }> = {
  draft: { tone: 'slate', shape: 'ring' },
  open: { tone: 'slate', shape: 'ring' },
  planned: { tone: 'indigo', shape: 'ring' },
  scheduled: { tone: 'indigo', shape: 'dot' },
  in_progress: { tone: 'blue', shape: 'half' },
  on_hold: { tone: 'amber', shape: 'square' },
  completed: { tone: 'green', shape: 'dot' },
  closed: { tone: 'green', shape: 'ring' },
  cancelled: { tone: 'slate', shape: 'ring' },
}

const levels = { none: 0, low: 1, medium: 2, high: 3, urgent: 4 } as const satisfies Record<Priority, number>

const kinds: Record<Kind, Icon> = {
  corrective: IconTool,
  preventive: IconCalendarRepeat,
  predictive: IconRadar2,
  inspection: IconEyeCheck,
  safety: IconShieldCheck,
  project: IconHammer,
  other: IconDots,
}

const kindTones: Record<Kind, Tone> = {
  corrective: 'orange',
  preventive: 'petrol',
  predictive: 'red',
  inspection: 'indigo',
  safety: 'amber',
  project: 'slate',
  other: 'slate',
}

/** Colours of a kind, as variables; only the calendar colours by kind. */
export const kindTone = (kind: Kind) => toneVariables(kindTones[kind])

export const statusNames = Object.keys(statuses) as Status[]
/** Most urgent first, as people choose. */
export const priorityNames = (Object.keys(levels) as Priority[]).reverse()
export const kindNames = Object.keys(kinds) as Kind[]

/** Late no more: the work is done or given up. */
export const isFinished = (status: Status) => status === 'completed' || status === 'closed' || status === 'cancelled'

export const priorityLevel = (priority: Priority) => levels[priority]

export function WorkOrderStatus({ status }: { status: Status }) {
  const t = useT()
  return (
    <StatusPill {...statuses[status]} struck={status === 'cancelled'}>
      {t(`work_orders.status.${status}`)}
    </StatusPill>
  )
}

export function WorkOrderPriority({ priority, withLabel = false }: { priority: Priority; withLabel?: boolean }) {
  const t = useT()
  return <PriorityMark level={levels[priority]} label={t(`work_orders.priority.${priority}`)} withLabel={withLabel} />
}

export function WorkOrderKind({ kind, withLabel = false }: { kind: Kind; withLabel?: boolean }) {
  const t = useT()
  const KindIcon = kinds[kind]
  const label = t(`work_orders.kind.${kind}`)
  return (
    <>
      <KindIcon size={16} stroke={1.75} aria-hidden />
      <span className={withLabel ? undefined : 'vh'}>{label}</span>
    </>
  )
}
