import { type ChangeEvent, useState } from 'react'

type Changed = ChangeEvent<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>

/**
 * The values of a form. `text` and `tick` bind an input; `changed` holds only what differs from `initial`, which is
 * what a PATCH sends.
 */
export function useFields<Values extends object>(initial: Values) {
  const [values, setValues] = useState(initial)
  const set = <Name extends keyof Values>(name: Name, value: Values[Name]) =>
    setValues((before) => ({ ...before, [name]: value }))
  const names = Object.keys(initial) as (keyof Values)[]
  const differs = names.filter((name) => JSON.stringify(values[name]) !== JSON.stringify(initial[name]))
  return {
    values,
    set,
    reset: (to: Values) => setValues(to),
    changed: Object.fromEntries(differs.map((name) => [name, values[name]])) as Partial<Values>,
    dirty: differs.length > 0,
    text: (name: keyof Values) => ({
      value: String(values[name] ?? ''),
      onChange: (event: Changed) => set(name, event.currentTarget.value as Values[typeof name]),
    }),
    tick: (name: keyof Values) => ({
      checked: Boolean(values[name]),
      onChange: (event: ChangeEvent<HTMLInputElement>) => set(name, event.currentTarget.checked as Values[typeof name]),
    }),
  }
}
