import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { $api, api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { usePageTitle } from '@/kit/page_title'
import { toast } from '@/kit/toast'
import { formatTime } from '@/lib/dates'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { can, useSession } from '@/shell/session'
import { CreateForm } from './create_form'
import { type Draft, dropDraft, emptyDraft, isWorthKeeping, keepDraft, readDraft } from './draft'
import { WorkOrderLink } from './link'
import styles from './record.module.css'
import { RecordFrame } from './record_frame'
import { useSectionHeading } from './section'
import { uploadBody } from './upload'
import { useListSearch } from './use_list_search'

/** A new order, at `/work-orders/new?asset=…`. What is typed stays on the device until it is sent. */
export function NewWorkOrderPage() {
  const { asset: assetId } = useSearch({ strict: false }) as { asset?: string }
  const kept = readDraft()
  const asset = $api.useQuery(
    'get',
    '/api/v1/assets/{id}',
    { params: { path: { id: assetId ?? '' } } },
    { enabled: assetId !== undefined && !kept },
  )
  // The form starts once it knows the asset that it is for; without one, or with a draft, at once.
  if (assetId && !kept && asset.isPending) return null
  const prefilled = asset.data
    ? { ...emptyDraft, asset: { id: asset.data.id, name: asset.data.name, code: asset.data.code } }
    : emptyDraft
  return <NewWorkOrder start={kept ?? prefilled} prefilled={prefilled} restored={kept?.at} />
}

interface Props {
  start: Draft
  prefilled: Draft
  /** When the draft that was found was last touched. */
  restored: string | undefined
}

const asBody = (draft: Draft, parent: string | undefined): Schemas['NewWorkOrder'] => ({
  title: draft.title.trim(),
  kind: draft.kind,
  priority: draft.priority,
  assignee_ids: draft.people,
  ...(draft.description.trim() && { description: draft.description.trim() }),
  ...(draft.asset && { asset_id: draft.asset.id }),
  ...(draft.due_at && { due_at: draft.due_at }),
  ...(draft.team && { team_id: draft.team }),
  ...(parent && { parent_id: parent }),
})

function NewWorkOrder({ start, prefilled, restored }: Props) {
  const t = useT()
  const go = useGo()
  const session = useSession()
  const search = useListSearch()
  const { parent } = useSearch({ strict: false }) as { parent?: string }
  const title = t('shell.new_work_order')
  usePageTitle(title)
  const [draft, setDraft] = useState(start)
  const [photos, setPhotos] = useState<File[]>([])
  const [found, setFound] = useState(restored)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const { parent: _, ...listSearch } = search as Record<string, unknown>
  const close = () => void go(paths.workOrders(), { search: listSearch })
  const change = (fields: Partial<Draft>) => {
    const next = { ...draft, ...fields }
    setDraft(next)
    keepDraft(next)
  }
  const create = useWrite(
    async () => {
      const made = await api.POST('/api/v1/work-orders', { body: asBody(draft, parent) })
      const id = made.data?.id
      const sent = id
        ? photos.map((photo) =>
            api.POST('/api/v1/work-orders/{id}/files', { params: { path: { id } }, ...uploadBody(photo) }),
          )
        : []
      const lost = (await Promise.allSettled(sent)).filter((result) => result.status === 'rejected').length
      if (lost) toast(t('work_orders.new.photos_lost', { count: lost }), { tone: 'red' })
      return made
    },
    {
      refresh: [
        ['get', '/api/v1/work-orders'],
        ['get', '/api/v1/work-orders/counts'],
      ],
      onDone: (order) => {
        dropDraft()
        toast(t('work_orders.new.created', { number: order.number }))
        void go(paths.workOrder(order.id), { keep: true })
      },
      onProblem: (error) => setErrors(fieldErrors(error)),
    },
  )
  const submit = () => {
    if (!draft.title.trim()) setErrors({ title: t('work_orders.new.title_missing') })
    else create.mutate(undefined)
  }
  const discard = () => {
    dropDraft()
    setDraft(prefilled)
    setFound(undefined)
  }
  return (
    <RecordFrame
      lead=""
      title={title}
      onClose={close}
      footer={
        <>
          <span className={styles.space} />
          <Button
            data-last
            loading={create.isPending}
            leftSection={<IconCheck size={18} aria-hidden />}
            onClick={submit}
          >
            {t('work_orders.new.create')}
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        {found && isWorthKeeping(draft) && <Restored at={found} onDiscard={discard} />}
        <CreateForm
          draft={draft}
          errors={errors}
          photos={photos}
          assigns={can(session, 'work_orders.plan')}
          onChange={change}
          onPhotos={setPhotos}
          onSubmit={submit}
        />
        {draft.asset && <Similar asset={draft.asset.id} />}
      </div>
    </RecordFrame>
  )
}

function Restored({ at, onDiscard }: { at: string; onDiscard: () => void }) {
  const t = useT()
  const locale = useLocale()
  return (
    <div className={styles.restored} role="status">
      {t('work_orders.new.draft', { time: formatTime(new Date(at), locale) })}
      <Button size="compact-md" variant="subtle" color="gray" onClick={onDiscard}>
        {t('work_orders.new.discard')}
      </Button>
    </div>
  )
}

/** What is open on the asset already: perhaps the problem is known. */
function Similar({ asset }: { asset: string }) {
  const t = useT()
  const Heading = useSectionHeading()
  const open = $api.useQuery('get', '/api/v1/work-orders', {
    params: { query: { asset_id: asset, status: 'active', limit: 4 } },
  }).data?.items
  if (!open?.length) return null
  return (
    <aside className={styles.similar} aria-label={t('work_orders.new.similar')}>
      <Heading>{t('work_orders.new.similar')}</Heading>
      {open.map((order) => (
        <WorkOrderLink key={order.id} order={order} />
      ))}
      {open.length > 3 && (
        <Go to={paths.workOrders()} search={{ asset }}>
          {t('work_orders.new.similar_all')}
        </Go>
      )}
    </aside>
  )
}
