import { useEffect, useState } from 'react'

interface Stored<Value> {
  at: string
  value: Value
}

function read<Value>(key: string): Stored<Value> | undefined {
  try {
    const text = localStorage.getItem(key)
    return text ? (JSON.parse(text) as Stored<Value>) : undefined
  } catch {
    return undefined
  }
}

/** What a person typed into a form, kept on this device until it is sent or discarded. `name` is `<form>:<id>`. */
export function useDraft<Value extends object>(name: string, initial: Value) {
  const key = `draft:${name}`
  const [found, setFound] = useState(() => read<Value>(key))
  const [value, setValue] = useState<Value>(() => ({ ...initial, ...found?.value }))
  const [touched, setTouched] = useState(false)
  useEffect(() => {
    if (touched) localStorage.setItem(key, JSON.stringify({ at: new Date().toISOString(), value }))
  }, [key, touched, value])
  const forget = () => {
    setTouched(false)
    localStorage.removeItem(key)
  }
  return {
    value,
    change: (part: Partial<Value>) => {
      setTouched(true)
      setValue((old) => ({ ...old, ...part }))
    },
    /** When the draft that is shown was typed; nothing for a fresh form. */
    since: found ? new Date(found.at) : undefined,
    forget,
    discard: () => {
      forget()
      setFound(undefined)
      setValue(initial)
    },
  }
}
