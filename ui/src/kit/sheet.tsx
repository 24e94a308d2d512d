import { lazy, type ReactNode, Suspense, useState } from 'react'

const SheetDrawer = lazy(() => import('./sheet_drawer'))

export interface SheetProps {
  opened: boolean
  onClose: () => void
  title: string
  /** Width of the drawer on a desktop, in pixels. */
  width?: number
  /** Buttons, kept in sight under the content. */
  footer?: ReactNode
  children: ReactNode
}

/** From the bottom on a phone, a drawer at the end on a desktop. Its machinery is loaded when it first opens. */
export function Sheet(props: SheetProps) {
  const [used, setUsed] = useState(props.opened)
  if (props.opened && !used) setUsed(true)
  if (!used) return null
  return (
    <Suspense>
      <SheetDrawer {...props} />
    </Suspense>
  )
}
