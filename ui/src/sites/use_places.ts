import { api } from '@/api/client'
import { useWrite } from '@/api/write'
import { t } from '@/i18n'
import { toast } from '@/kit/toast'
import { type Location, placeKeys, type Site } from './queries'

/** Archives a site at once, with Undo. */
export function useArchiveSite(site: Pick<Site, 'id' | 'name'>) {
  const send = (archived: boolean) =>
    api.PATCH('/api/v1/sites/{id}', { params: { path: { id: site.id } }, body: { archived } })
  const restore = useWrite(() => send(false), { refresh: placeKeys })
  const archive = useWrite(() => send(true), {
    refresh: placeKeys,
    onDone: () => toast(t('sites.archived', { name: site.name }), { undo: () => restore.mutate() }),
  })
  return { archive, restore }
}

/** Archives a location at once, with Undo. */
export function useArchiveLocation(location: Pick<Location, 'id' | 'name'>) {
  const send = (archived: boolean) =>
    api.PATCH('/api/v1/locations/{id}', { params: { path: { id: location.id } }, body: { archived } })
  const restore = useWrite(() => send(false), { refresh: placeKeys })
  const archive = useWrite(() => send(true), {
    refresh: placeKeys,
    onDone: () => toast(t('sites.archived', { name: location.name }), { undo: () => restore.mutate() }),
  })
  return { archive, restore }
}

export interface LocationMove {
  id: string
  /** The location above; nothing for the top of its site. */
  to: string | null
  toName: string
}

/** Moves a location within its site at once, with Undo. */
export function useMoveLocation() {
  const send = (id: string, parent: string | null) =>
    api.PATCH('/api/v1/locations/{id}', { params: { path: { id } }, body: { parent_id: parent } })
  const back = useWrite(({ id, from }: { id: string; from: string | null }) => send(id, from), { refresh: placeKeys })
  return useWrite(
    async (move: LocationMove) => {
      const { data: before } = await api.GET('/api/v1/locations/{id}', { params: { path: { id: move.id } } })
      await send(move.id, move.to)
      return { data: before as Location }
    },
    {
      refresh: placeKeys,
      onDone: (before, move) =>
        toast(t('sites.moved', { name: before.name, to: move.toName }), {
          undo: () => back.mutate({ id: move.id, from: before.parent_id ?? null }),
        }),
    },
  )
}
