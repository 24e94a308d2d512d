import { useState } from 'react'
import { $api } from '@/api/client'
import type { FieldControl } from '@/kit/form'
import { Picker, type PickerOption } from '@/kit/picker'
import { useLater } from '@/lib/use_later'

interface Props {
  control: FieldControl
  value: PickerOption | null
  onChange: (part: PickerOption | null) => void
}

/** Finds a part by number, name, alias, maker's number or barcode. */
export function PartPicker({ control, value, onChange }: Props) {
  const [words, setWords] = useState('')
  const q = useLater(words)
  const found = $api.useQuery('get', '/api/v1/parts', { params: { query: { ...(q && { q }), limit: 12 } } })
  const options = found.data?.items.map((part) => ({ id: part.id, label: part.name, detail: part.number }))
  return <Picker control={control} value={value} onChange={onChange} onQuery={setWords} options={options} />
}
