import { TextInput } from '@mantine/core'
import { toDateField } from '@/lib/dates'
import type { FieldControl } from './form'

interface Props {
  control: FieldControl
  value: Date | null
  onChange: (at: Date | null) => void
  /** Not later than this. */
  max?: Date
}

const two = (n: number) => String(n).padStart(2, '0')
const write = (at: Date) => `${toDateField(at)}T${two(at.getHours())}:${two(at.getMinutes())}`

/** A day and a time in the system's own field. */
export function MomentInput({ control, value, onChange, max }: Props) {
  return (
    <TextInput
      {...control}
      type="datetime-local"
      value={value ? write(value) : ''}
      max={max && write(max)}
      onChange={(event) => {
        const at = new Date(event.currentTarget.value)
        onChange(Number.isNaN(+at) ? null : at)
      }}
    />
  )
}
