import { lazy, Suspense, useState } from 'react'

const ConfirmModal = lazy(() => import('./confirm_modal'))

export interface ConfirmProps {
  opened: boolean
  /** Names the thing: “Delete store ‘Main workshop’?”. */
  title: string
  /** What happens and what stays. */
  text: string
  /** The verb: “Delete store”. */
  action: string
  busy?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Only for what cannot be undone; everything else happens at once and offers Undo. Loaded when it first opens. */
export function ConfirmDialog(props: ConfirmProps) {
  const [used, setUsed] = useState(props.opened)
  if (props.opened && !used) setUsed(true)
  if (!used) return null
  return (
    <Suspense>
      <ConfirmModal {...props} />
    </Suspense>
  )
}
