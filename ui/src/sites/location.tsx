import { Button } from '@mantine/core'
import { IconArchive, IconArrowsMove, IconBox, IconPencil, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { MoreMenu } from '@/kit/more_menu'
import { PageHead } from '@/kit/page_head'
import { RecordNote } from '@/kit/record'
import { SkeletonCards } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { BelowCard } from './below'
import { InstalledCard } from './installed'
import styles from './layout.module.css'
import { type Location, locationOptions } from './queries'
import { useArchiveLocation } from './use_places'

const LocationSheet = lazy(() => import('./location_sheet'))
const MoveSheet = lazy(() => import('./move_sheet'))

export function LocationPage() {
  const t = useT()
  const { locationId = '' } = useParams({ strict: false }) as { locationId?: string }
  const location = useQuery(locationOptions(locationId))
  if (!location.data)
    return (
      <>
        <PageHead title={t('sites.location')} />
        <div className={styles.body}>
          {location.isError ? (
            <ErrorState
              what={t('sites.the_place')}
              {...problemProps(location.error)}
              onRetry={() => void location.refetch()}
            />
          ) : (
            <SkeletonCards cards={2} height={140} />
          )}
        </div>
      </>
    )
  return <LocationBody location={location.data} key={location.data.id} />
}

function LocationBody({ location }: { location: Location }) {
  const t = useT()
  const up = location.parent_id ? paths.location(location.parent_id) : paths.site(location.site_id)
  return (
    <>
      <PageHead
        title={location.name}
        facts={[location.code, location.path.slice(0, -1).join(' › ')].filter(Boolean).join(' · ')}
        back={
          <Back to={up}>
            <bdi>{location.path.at(-2)}</bdi>
          </Back>
        }
      >
        <LocationActions location={location} />
      </PageHead>
      <div className={styles.body}>
        {location.archived_at && (
          <RecordNote icon={<IconArchive size={18} aria-hidden />}>{t('sites.is_archived')}</RecordNote>
        )}
        {(location.description || location.aliases.length > 0) && (
          <Card>
            <p className={styles.text} dir="auto">
              {[location.description, location.aliases.join(', ')].filter(Boolean).join('\n')}
            </p>
          </Card>
        )}
        <BelowCard branch={{ siteId: location.site_id, parentId: location.id }} />
        <InstalledCard
          filter={{ location_id: location.id }}
          listSearch={{ location_id: location.id, site_id: location.site_id }}
          title={t('sites.installed_here')}
        />
      </div>
    </>
  )
}

function LocationActions({ location }: { location: Location }) {
  const t = useT()
  const go = useGo()
  const manage = useCan('sites.manage')
  const addAssets = useCan('assets.manage')
  const [sheet, setSheet] = useState<'edit' | 'add' | 'move'>()
  const { archive, restore } = useArchiveLocation(location)
  const close = () => setSheet(undefined)
  if (!manage) return null
  return (
    <>
      <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setSheet('add')}>
        {t('sites.new_location')}
      </Button>
      <MoreMenu
        label={t('sites.more')}
        sections={[
          {
            id: 'location',
            entries: [
              {
                id: 'edit',
                label: t('sites.edit'),
                icon: <IconPencil size={17} aria-hidden />,
                onSelect: () => setSheet('edit'),
              },
              {
                id: 'move',
                label: t('sites.move'),
                icon: <IconArrowsMove size={17} aria-hidden />,
                onSelect: () => setSheet('move'),
              },
              ...(addAssets
                ? [
                    {
                      id: 'asset',
                      label: t('sites.add_asset'),
                      icon: <IconBox size={17} aria-hidden />,
                      onSelect: () => void go(paths.newAsset(), { search: { location_id: location.id } }),
                    },
                  ]
                : []),
              {
                id: 'archive',
                label: t(location.archived_at ? 'sites.restore' : 'sites.archive'),
                icon: <IconArchive size={17} aria-hidden />,
                onSelect: () => (location.archived_at ? restore.mutate() : archive.mutate()),
              },
            ],
          },
        ]}
      />
      <Suspense>
        {sheet === 'edit' && <LocationSheet siteId={location.site_id} location={location} onClose={close} />}
        {sheet === 'add' && <LocationSheet siteId={location.site_id} parent={location} onClose={close} />}
        {sheet === 'move' && <MoveSheet location={location} onClose={close} />}
      </Suspense>
    </>
  )
}
