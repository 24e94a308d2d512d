import { useState } from 'react'
import { $api } from '@/api/client'
import type { FieldControl } from '@/kit/form'
import { Picker, type PickerOption } from '@/kit/picker'
import { useLater } from '@/lib/use_later'

interface Props {
  control: FieldControl
  value: PickerOption | null
  onChange: (asset: PickerOption | null) => void
  /** Not offered: the asset itself. */
  except?: string
  required?: boolean
}

/** Finds an asset by tag, name, alias or serial number. */
export function AssetPicker({ control, value, onChange, except, required = false }: Props) {
  const [words, setWords] = useState('')
  const q = useLater(words)
  const found = $api.useQuery('get', '/api/v1/assets', { params: { query: { ...(q && { q }), limit: 12 } } })
  const options = found.data?.items
    .filter((asset) => asset.id !== except)
    .map((asset) => ({
      id: asset.id,
      label: asset.name,
      detail: [asset.code, ...(asset.location?.path ?? [])].join(' · '),
    }))
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
