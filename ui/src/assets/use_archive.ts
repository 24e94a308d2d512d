import { api } from '@/api/client'
import { patch, useWrite } from '@/api/write'
import { t } from '@/i18n'
import { toast } from '@/kit/toast'
import { type Asset, assetOptions, historyKeys } from './queries'

/** Archives at once with Undo, and brings back. */
export function useArchiveAsset(asset: Pick<Asset, 'id' | 'name'>) {
  const send = (archived: boolean) =>
    api.PATCH('/api/v1/assets/{id}', { params: { path: { id: asset.id } }, body: { archived } })
  const key = assetOptions(asset.id).queryKey
  const restore = useWrite(() => send(false), {
    optimistic: () => [patch(key, (old: Asset) => ({ ...old, archived_at: null }))],
    refresh: historyKeys,
  })
  const archive = useWrite(() => send(true), {
    optimistic: () => [patch(key, (old: Asset) => ({ ...old, archived_at: new Date().toISOString() }))],
    refresh: historyKeys,
    onDone: () => toast(t('assets.archived.done', { name: asset.name }), { undo: () => restore.mutate() }),
  })
  return { archive, restore }
}
