import { type ComponentProps, lazy, Suspense } from 'react'
import type { ConfirmDialog as Confirm } from './confirm_dialog'
import type { Sheet as PlainSheet } from './sheet'

const ConfirmDialog = lazy(async () => ({ default: (await import('./confirm_dialog')).ConfirmDialog }))

/** `ConfirmDialog`, loaded when it is first asked for: no page pays for it at first sight. */
export function LaterConfirm(props: ComponentProps<typeof Confirm>) {
  return (
    <Suspense>
      <ConfirmDialog {...props} />
    </Suspense>
  )
}

const Sheet = lazy(async () => ({ default: (await import('./sheet')).Sheet }))

/** `Sheet` in the same way, for one that is a page of its own over its list. */
export function LaterSheet(props: ComponentProps<typeof PlainSheet>) {
  return (
    <Suspense>
      <Sheet {...props} />
    </Suspense>
  )
}
