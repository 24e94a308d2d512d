import { ActionIcon, Button } from '@mantine/core'
import { IconBookmark, IconDots, IconDownload, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { api } from '@/api/client'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { usePhone } from '@/kit/media'
import { Menu } from '@/kit/menu'
import { PageHead } from '@/kit/page_head'
import { toast } from '@/kit/toast'
import { ViewTabs } from '@/kit/view_tabs'
import { formatNumber } from '@/lib/numbers'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { type SavedView, useCounts } from './data'
import styles from './list.module.css'
import { builtInViews, exportAddress, filtersOf, isBuiltIn, type ListSearch, type WorkOrderQuery } from './search'

const SaveView = lazy(() => import('./save_view'))

interface Props {
  search: ListSearch
  query: WorkOrderQuery
  views: readonly SavedView[]
}

/** Title, counts, actions and the tabs of views. */
export function WorkOrdersHead({ search, query, views }: Props) {
  const t = useT()
  const locale = useLocale()
  const go = useGo()
  const counts = useCounts(query)
  const phone = usePhone()
  const creates = useCan('work_orders.create')
  const [saving, setSaving] = useState(false)
  const active = search.view ?? 'open'
  const saved = views.find((view) => view.id === active)
  const differs = Object.keys(filtersOf(search)).length > 0 || search.sort !== undefined
  const count = counts && formatNumber(counts.total, locale)
  const facts = counts && [
    t('work_orders.facts.total', { count: counts.total }),
    ...(counts.overdue ? [t('work_orders.facts.late', { count: counts.overdue })] : []),
    ...(counts.urgent ? [t('work_orders.facts.critical', { count: counts.urgent })] : []),
  ]
  const tabs = [
    ...builtInViews.map((view) => ({ id: view as string, label: t(`work_orders.view.${view}`) })),
    ...views.map((view) => ({ id: view.id, label: view.name })),
  ].map((tab) => (tab.id === active && count !== undefined ? { ...tab, count } : tab))
  const searchOf = (id: string): ListSearch => ({
    ...(id !== 'open' && { view: id }),
    ...(isBuiltIn(id) && search.layout && { layout: search.layout }),
  })
  return (
    <>
      <PageHead title={t('work_orders.title')} facts={facts?.join(' · ')}>
        {phone && <ListMenu query={query} />}
        <div className={styles.headActions}>
          <Button
            component="a"
            href={exportAddress(query)}
            download
            variant="default"
            leftSection={<IconDownload size={17} stroke={1.75} aria-hidden />}
          >
            {t('work_orders.export.action')}
          </Button>
          {creates && (
            <Button onClick={() => void go(paths.newWorkOrder(), { search: { ...search } })}>
              {t('shell.new_work_order')}
            </Button>
          )}
        </div>
      </PageHead>
      <ViewTabs
        label={t('work_orders.view.label')}
        tabs={tabs}
        active={active}
        href={(id) => `${paths.workOrders()}?${new URLSearchParams(searchOf(id) as Record<string, string>)}`}
        onOpen={(id) => void go(paths.workOrders(), { search: { ...searchOf(id) } })}
      >
        {differs && (
          <button type="button" className={styles.save} onClick={() => setSaving(true)}>
            <IconBookmark size={16} aria-hidden />
            {t('work_orders.view.save')}
          </button>
        )}
        {saved?.editable && !differs && <RemoveView view={saved} />}
      </ViewTabs>
      {saving && (
        <Suspense>
          <SaveView search={search} views={views} onClose={() => setSaving(false)} />
        </Suspense>
      )}
    </>
  )
}

/** On a phone, where the head has no room for buttons. */
function ListMenu({ query }: { query: WorkOrderQuery }) {
  const t = useT()
  const entry = {
    id: 'export',
    label: t('work_orders.export.csv'),
    icon: <IconDownload size={18} aria-hidden />,
    onSelect: () => location.assign(exportAddress(query)),
  }
  return (
    <Menu
      position="bottom-end"
      target={(onClick) => (
        <ActionIcon variant="default" size={44} aria-label={t('work_orders.export.menu')} onClick={onClick}>
          <IconDots size={20} stroke={1.75} aria-hidden />
        </ActionIcon>
      )}
      sections={[{ id: 'list', entries: [entry] }]}
    />
  )
}

const viewsKey = ['get', '/api/v1/views']

function RemoveView({ view }: { view: SavedView }) {
  const t = useT()
  const go = useGo()
  const keep = useWrite(
    () => {
      const { entity, name, shared, filters, columns, sort, layout } = view
      return api.POST('/api/v1/views', {
        body: { entity, name, shared, filters, columns, sort: sort ?? null, layout: layout ?? null },
      })
    },
    { refresh: [viewsKey] },
  )
  const remove = useWrite(() => api.DELETE('/api/v1/views/{id}', { params: { path: { id: view.id } } }), {
    refresh: [viewsKey],
    onDone: () => {
      void go(paths.workOrders(), { keep: true })
      toast(t('work_orders.view.removed', { name: view.name }), { undo: () => keep.mutate(undefined) })
    },
  })
  return (
    <button type="button" className={styles.save} onClick={() => remove.mutate(undefined)}>
      <IconTrash size={16} aria-hidden />
      {t('work_orders.view.remove')}
    </button>
  )
}
