export interface Toast {
  id: number
  text: string
  tone: 'plain' | 'red'
  undo?: () => void
}

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()
const timers = new Map<number, ReturnType<typeof setTimeout>>()

function set(next: readonly Toast[]) {
  toasts = next
  for (const listener of listeners) listener()
}

export function dismiss(id: number) {
  clearTimeout(timers.get(id))
  timers.delete(id)
  set(toasts.filter((toast) => toast.id !== id))
}

/** One line at the bottom: 5 s, or 8 s when it offers Undo. At most three at a time, the oldest goes first. */
export function toast(text: string, options: { undo?: () => void; tone?: Toast['tone'] } = {}): number {
  const id = nextId++
  const made: Toast = { id, text, tone: options.tone ?? 'plain', ...(options.undo && { undo: options.undo }) }
  for (const old of toasts.slice(0, -2)) dismiss(old.id)
  set([...toasts, made])
  timers.set(
    id,
    setTimeout(() => dismiss(id), options.undo ? 8000 : 5000),
  )
  return id
}

export const toastStore = {
  subscribe(listener: () => void) {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
  read: () => toasts,
}
