import { useEffect, useState } from 'react'

/** The value, once it has stayed the same for a moment: for searches while typing. */
export function useLater<Value>(value: Value, milliseconds = 200): Value {
  const [later, setLater] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setLater(value), milliseconds)
    return () => clearTimeout(timer)
  }, [value, milliseconds])
  return later
}
