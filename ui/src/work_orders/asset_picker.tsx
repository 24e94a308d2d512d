import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { $api, type Schemas } from '@/api/client'
import { useT } from '@/i18n'
import { PickSheet } from './pick_sheet'

export type PickedAsset = Pick<Schemas['Asset'], 'id' | 'code' | 'name' | 'location_id'>

interface Props {
  onPick: (asset: PickedAsset | undefined) => void
  onClose: () => void
  clearable?: boolean
}

/** Finds an asset by tag, name, alias or serial number. */
export default function AssetPicker({ onPick, onClose, clearable = false }: Props) {
  const t = useT()
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query.trim(), 150)
  const assets = $api.useQuery(
    'get',
    '/api/v1/assets',
    { params: { query: { ...(settled && { q: settled }), limit: 30 } } },
    { placeholderData: keepPreviousData },
  ).data?.items
  const pick = (asset: PickedAsset | undefined) => {
    onPick(asset)
    onClose()
  }
  return (
    <PickSheet
      title={t('work_orders.pick.asset')}
      placeholder={t('work_orders.pick.asset_words')}
      query={query}
      onQuery={setQuery}
      choices={assets?.map((asset) => ({
        id: asset.id,
        title: asset.name,
        detail: [asset.code, asset.location?.path.join(' › ')].filter(Boolean).join(' · '),
      }))}
      onPick={(id) => pick(assets?.find((asset) => asset.id === id))}
      onClose={onClose}
    >
      {clearable && (
        <Button variant="default" onClick={() => pick(undefined)}>
          {t('work_orders.pick.no_asset')}
        </Button>
      )}
    </PickSheet>
  )
}
