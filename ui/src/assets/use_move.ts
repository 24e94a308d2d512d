import { api } from '@/api/client'
import { useWrite } from '@/api/write'
import { t } from '@/i18n'
import { toast } from '@/kit/toast'
import { historyKeys } from './queries'

export interface Move {
  id: string
  name: string
  /** The asset above; nothing for the top of the tree. */
  to: string | null
  toName: string
  from: string | null
}

/** Moves an asset in the tree at once, and offers to take it back. */
export function useMoveAsset() {
  const send = (id: string, parent: string | null) =>
    api.PATCH('/api/v1/assets/{id}', { params: { path: { id } }, body: { parent_id: parent } })
  const back = useWrite((move: Move) => send(move.id, move.from), { refresh: historyKeys })
  return useWrite((move: Move) => send(move.id, move.to), {
    refresh: historyKeys,
    onDone: (_, move) =>
      toast(
        move.to
          ? t('assets.moved_below', { name: move.name, to: move.toName })
          : t('assets.moved_top', { name: move.name }),
        { undo: () => back.mutate(move) },
      ),
  })
}
