import { Button } from '@mantine/core'
import { IconArchive, IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'
import { MoreMenu } from '@/kit/more_menu'
import { PageHead } from '@/kit/page_head'
import { RecordNote } from '@/kit/record'
import { SkeletonCards } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { useCan } from '@/shell/session'
import { BelowCard } from './below'
import { InstalledCard } from './installed'
import styles from './layout.module.css'
import { type Site, siteOptions } from './queries'
import { useArchiveSite } from './use_places'

const SiteSheet = lazy(() => import('./site_sheet'))
const LocationSheet = lazy(() => import('./location_sheet'))

export function SitePage() {
  const t = useT()
  const { siteId = '' } = useParams({ strict: false }) as { siteId?: string }
  const site = useQuery(siteOptions(siteId))
  if (!site.data)
    return (
      <>
        <PageHead title={t('sites.site')} />
        <div className={styles.body}>
          {site.isError ? (
            <ErrorState what={t('sites.the_place')} {...problemProps(site.error)} onRetry={() => void site.refetch()} />
          ) : (
            <SkeletonCards cards={2} height={140} />
          )}
        </div>
      </>
    )
  return <SiteBody site={site.data} key={site.data.id} />
}

function SiteBody({ site }: { site: Site }) {
  const t = useT()
  const manage = useCan('sites.manage')
  const [sheet, setSheet] = useState<'edit' | 'add'>()
  const { archive, restore } = useArchiveSite(site)
  return (
    <>
      <PageHead
        title={site.name}
        facts={[site.address, site.time_zone].filter(Boolean).join(' · ')}
        back={<Back to={paths.sites()}>{t('sites.title')}</Back>}
      >
        {manage && (
          <>
            <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setSheet('add')}>
              {t('sites.new_location')}
            </Button>
            <MoreMenu
              label={t('sites.more')}
              sections={[
                {
                  id: 'site',
                  entries: [
                    {
                      id: 'edit',
                      label: t('sites.edit'),
                      icon: <IconPencil size={17} aria-hidden />,
                      onSelect: () => setSheet('edit'),
                    },
                    {
                      id: 'archive',
                      label: t(site.archived_at ? 'sites.restore' : 'sites.archive'),
                      icon: <IconArchive size={17} aria-hidden />,
                      onSelect: () => (site.archived_at ? restore.mutate() : archive.mutate()),
                    },
                  ],
                },
              ]}
            />
          </>
        )}
      </PageHead>
      <div className={styles.body}>
        {site.archived_at && (
          <RecordNote icon={<IconArchive size={18} aria-hidden />}>{t('sites.is_archived')}</RecordNote>
        )}
        <BelowCard branch={{ siteId: site.id }} />
        <InstalledCard filter={{ site_id: site.id }} title={t('sites.assets_here')} />
      </div>
      <Suspense>
        {sheet === 'edit' && <SiteSheet site={site} onClose={() => setSheet(undefined)} />}
        {sheet === 'add' && <LocationSheet siteId={site.id} onClose={() => setSheet(undefined)} />}
      </Suspense>
    </>
  )
}
