import { useState } from 'react'
import { $api } from '@/api/client'
import type { FieldControl } from '@/kit/form'
import { Picker, type PickerOption } from '@/kit/picker'
import { useLater } from '@/lib/use_later'

interface Props {
  control: FieldControl
  value: PickerOption | null
  onChange: (meter: PickerOption | null) => void
}

/** Finds a meter by code, name or asset. */
export function MeterPicker({ control, value, onChange }: Props) {
  const [words, setWords] = useState('')
  const q = useLater(words)
  const found = $api.useQuery('get', '/api/v1/meters', { params: { query: { ...(q && { q }), limit: 12 } } })
  const options = found.data?.items.map((meter) => ({
    id: meter.id,
    label: meter.name,
    detail: [meter.code, meter.asset].filter(Boolean).join(' · '),
  }))
  return <Picker control={control} value={value} onChange={onChange} onQuery={setWords} options={options} />
}
