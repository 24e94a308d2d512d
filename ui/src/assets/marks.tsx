import { useT } from '@/i18n'
import { PriorityMark } from '@/kit/priority_mark'
import { type Shape, StatusPill } from '@/kit/status_pill'
import type { Tone } from '@/kit/tone'
import type { Criticality, AssetStatus as Status } from './queries'

const looks: Record<Status, { tone: Tone; shape: Shape }> = {
  running: { tone: 'green', shape: 'dot' },
  degraded: { tone: 'amber', shape: 'half' },
  standby: { tone: 'slate', shape: 'ring' },
  down: { tone: 'red', shape: 'square' },
  maintenance: { tone: 'blue', shape: 'square' },
  decommissioned: { tone: 'slate', shape: 'ring' },
}

const levels = { low: 1, medium: 2, high: 3, critical: 4 } as const satisfies Record<Criticality, number>

export function AssetStatus({ status }: { status: Status }) {
  const t = useT()
  return (
    <StatusPill {...looks[status]} struck={status === 'decommissioned'}>
      {t(`assets.status.${status}`)}
    </StatusPill>
  )
}

/** A running asset needs no word in a tree; only what deserves a look is marked. */
export function AssetDot({ status }: { status: Status }) {
  const t = useT()
  if (status === 'running' || status === 'standby') return null
  const label = t(`assets.status.${status}`)
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" role="img" aria-label={label}>
      <title>{label}</title>
      <circle cx="5" cy="5" r="4" fill={`var(--cf-${looks[status].tone})`} />
    </svg>
  )
}

export function AssetCriticality({ criticality }: { criticality: Criticality }) {
  const t = useT()
  return <PriorityMark level={levels[criticality]} label={t(`assets.criticality.${criticality}`)} withLabel />
}
