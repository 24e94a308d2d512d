import { useNavigate, useSearch } from '@tanstack/react-router'
import { compact } from '@/lib/search'
import { paths } from '@/paths'
import type { AssetSearch } from './search'

/** The address says everything: `change` writes what differs into it. */
export function useAssetSearch() {
  const search = useSearch({ strict: false }) as AssetSearch
  const navigate = useNavigate()
  const change = (next: Partial<AssetSearch>, replace = false) =>
    void navigate({ to: paths.assets() as '/', search: compact({ ...search, ...next }) as never, replace })
  return { search, change }
}
