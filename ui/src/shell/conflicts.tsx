import type { Problem } from '@/api/problems'
import { ConflictSheet } from '@/kit/conflict_sheet'

interface Props {
  problem: Problem
  /** Words for the fields. */
  labels: Readonly<Record<string, string>>
  /** Fields whose value of mine wins; the others keep what the server has. */
  onKeep: (mine: string[]) => void
  onClose: () => void
}

const say = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value)) return value.map(say).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** The conflict that the server found, as both values in words. */
export default function Conflicts({ problem, labels, onKeep, onClose }: Props) {
  return (
    <ConflictSheet
      conflicts={problem.conflicts.map(({ field, mine, theirs }) => ({
        field,
        label: labels[field] ?? field,
        mine: say(mine),
        theirs: say(theirs),
      }))}
      onResolve={onKeep}
      onClose={onClose}
    />
  )
}
