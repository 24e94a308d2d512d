import { useSyncExternalStore } from 'react'

/** One choice kept on this device; every place that shows it follows. `isMade` tells a choice from the default. */
export function localChoice<Value extends string>(key: string, values: readonly [Value, ...Value[]]) {
  const listeners = new Set<() => void>()
  const stored = () => localStorage.getItem(key)
  const read = () => values.find((value) => value === stored()) ?? values[0]
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  return {
    read,
    isMade: () => stored() !== null,
    set(value: Value) {
      localStorage.setItem(key, value)
      for (const listener of listeners) listener()
    },
    use: () => useSyncExternalStore(subscribe, read),
  }
}
