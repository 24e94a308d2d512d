import { api } from '@/api/client'
import { useWrite } from '@/api/write'
import { t } from '@/i18n'
import { toast } from '@/kit/toast'
import { type Part, partKeys } from './queries'

/** Archives at once with Undo, and brings back. */
export function useArchivePart(part: Pick<Part, 'id' | 'name'>) {
  const send = (archived: boolean) =>
    api.PATCH('/api/v1/parts/{id}', { params: { path: { id: part.id } }, body: { archived } })
  const restore = useWrite(() => send(false), { refresh: partKeys })
  const archive = useWrite(() => send(true), {
    refresh: partKeys,
    onDone: () => toast(t('parts.archived.done', { name: part.name }), { undo: () => restore.mutate() }),
  })
  return { archive, restore }
}
