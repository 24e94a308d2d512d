import { Button } from '@mantine/core'
import { IconBuilding, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useParams, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { usePhone } from '@/kit/media'
import { PageHead } from '@/kit/page_head'
import { Row, Rows } from '@/kit/rows'
import { SkeletonCards } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import styles from './layout.module.css'
import { type Place, PlaceTree } from './place_tree'
import { locationOptions, type Site, sitesOptions } from './queries'
import { useMoveLocation } from './use_places'

const SiteSheet = lazy(() => import('./site_sheet'))

/** The tree of places beside the chosen one; on a phone one after the other. */
export function PlacesLayout() {
  const phone = usePhone()
  const bare = useRouterState({ select: (state) => state.location.pathname.replace(/\/$/, '') === paths.sites() })
  if (phone) return bare ? <SitesPage /> : <Outlet />
  return (
    <div className={styles.layout}>
      <Branches />
      <div className={styles.page}>{bare ? <SitesPage /> : <Outlet />}</div>
    </div>
  )
}

function Branches() {
  const t = useT()
  const go = useGo()
  const manage = useCan('sites.manage')
  const move = useMoveLocation()
  const { siteId, locationId } = useParams({ strict: false }) as { siteId?: string; locationId?: string }
  const location = useQuery({ ...locationOptions(locationId ?? ''), enabled: Boolean(locationId) })
  const parentId = location.data?.parent_id
  const site = siteId ?? location.data?.site_id
  const selected: Place | undefined = siteId
    ? { kind: 'site', id: siteId }
    : location.data && { kind: 'location', id: location.data.id, siteId: location.data.site_id }
  const opened: Place[] = site
    ? [{ kind: 'site', id: site }, ...(parentId ? [{ kind: 'location', id: parentId, siteId: site } as const] : [])]
    : []
  return (
    <nav className={styles.tree} aria-label={t('sites.tree')}>
      <PlaceTree
        selected={selected}
        opened={opened}
        onSelect={(place) => void go(place.kind === 'site' ? paths.site(place.id) : paths.location(place.id))}
        onMove={
          manage
            ? (from, to) =>
                move.mutate({
                  id: from.id,
                  to: to.kind === 'site' ? null : to.id,
                  toName: to.kind === 'site' ? t('sites.top') : t('sites.its_new_place'),
                })
            : undefined
        }
      />
    </nav>
  )
}

function SitesPage() {
  const t = useT()
  const manage = useCan('sites.manage')
  const [adding, setAdding] = useState(false)
  const sites = useQuery(sitesOptions())
  const add = manage && (
    <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setAdding(true)}>
      {t('sites.new_site')}
    </Button>
  )
  return (
    <>
      <PageHead title={t('sites.title')} facts={t('sites.facts')}>
        {add}
      </PageHead>
      <div className={styles.body}>
        {sites.data ? (
          sites.data.items.length ? (
            <Card title={t('sites.sites')}>
              <Rows>
                {sites.data.items.map((site) => (
                  <SiteRow key={site.id} site={site} />
                ))}
              </Rows>
            </Card>
          ) : (
            <Empty title={t('sites.empty.title')} text={t('sites.empty.text')} action={add} />
          )
        ) : sites.isError ? (
          <ErrorState
            what={t('sites.the_places')}
            {...problemProps(sites.error)}
            onRetry={() => void sites.refetch()}
          />
        ) : (
          <SkeletonCards cards={2} height={72} />
        )}
      </div>
      <Suspense>{adding && <SiteSheet onClose={() => setAdding(false)} />}</Suspense>
    </>
  )
}

function SiteRow({ site }: { site: Site }) {
  return (
    <Row
      icon={<IconBuilding size={18} stroke={1.75} aria-hidden />}
      title={
        <Go to={paths.site(site.id)}>
          <bdi>{site.name}</bdi>
        </Go>
      }
      note={[site.address, site.time_zone].filter(Boolean).join(' · ')}
    />
  )
}
