import { useState } from 'react'
import { $api } from '@/api/client'
import type { FieldControl } from '@/kit/form'
import { Picker, type PickerOption } from '@/kit/picker'
import { useLater } from '@/lib/use_later'

interface Props {
  control: FieldControl
  value: PickerOption | null
  onChange: (location: PickerOption | null) => void
  siteId?: string | undefined
  except?: string
  required?: boolean
}

/** Finds a location by name, code or alias. */
export function LocationPicker({ control, value, onChange, siteId, except, required = false }: Props) {
  const [words, setWords] = useState('')
  const q = useLater(words)
  const found = $api.useQuery('get', '/api/v1/locations', {
    params: { query: { ...(q && { q }), ...(siteId && { site_id: siteId }), limit: 12 } },
  })
  const options = found.data?.items
    .filter((location) => location.id !== except)
    .map((location) => ({ id: location.id, label: location.name, detail: location.path.slice(0, -1).join(' › ') }))
  return (
    <Picker
      control={control}
      value={value}
      onChange={onChange}
      onQuery={setWords}
      options={options}
      required={required}
    />
  )
}
