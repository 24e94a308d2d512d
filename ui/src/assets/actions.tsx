import {
  IconArchive,
  IconArchiveOff,
  IconArrowsMove,
  IconMapPinOff,
  IconMapPinPlus,
  IconPencil,
  IconSitemap,
} from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useT } from '@/i18n'
import { MoreMenu } from '@/kit/more_menu'
import { paths } from '@/paths'
import { useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import type { Asset } from './queries'
import { useArchiveAsset } from './use_archive'

const MoveSheet = lazy(() => import('./move_sheet'))
const InstallSheet = lazy(() => import('./install_sheet'))

/** Everything else that can be done with an asset. */
export function AssetActions({ asset }: { asset: Asset }) {
  const t = useT()
  const go = useGo()
  const manage = useCan('assets.manage')
  const [sheet, setSheet] = useState<'move' | 'install' | 'remove'>()
  const { archive, restore } = useArchiveAsset(asset)
  if (!manage) return null
  const close = () => setSheet(undefined)
  const icon = { size: 17, 'aria-hidden': true }
  return (
    <>
      <MoreMenu
        label={t('assets.more')}
        sections={[
          {
            id: 'change',
            entries: [
              {
                id: 'edit',
                label: t('assets.edit'),
                icon: <IconPencil {...icon} />,
                onSelect: () => void go(paths.editAsset(asset.id)),
              },
              {
                id: 'add',
                label: t('assets.add_below'),
                icon: <IconSitemap {...icon} />,
                onSelect: () =>
                  void go(paths.newAsset(), {
                    search: { parent_id: asset.id, ...(asset.location_id && { location_id: asset.location_id }) },
                  }),
              },
              {
                id: 'move',
                label: t('assets.move.action'),
                icon: <IconArrowsMove {...icon} />,
                onSelect: () => setSheet('move'),
              },
              {
                id: 'install',
                label: asset.location_id ? t('assets.install.elsewhere') : t('assets.install.action'),
                icon: <IconMapPinPlus {...icon} />,
                onSelect: () => setSheet('install'),
              },
              ...(asset.location_id
                ? [
                    {
                      id: 'remove',
                      label: t('assets.remove.action'),
                      icon: <IconMapPinOff {...icon} />,
                      onSelect: () => setSheet('remove'),
                    },
                  ]
                : []),
            ],
          },
          {
            id: 'archive',
            entries: [
              asset.archived_at
                ? {
                    id: 'restore',
                    label: t('assets.archived.restore'),
                    icon: <IconArchiveOff {...icon} />,
                    onSelect: () => restore.mutate(),
                  }
                : {
                    id: 'archive',
                    label: t('assets.archived.action'),
                    icon: <IconArchive {...icon} />,
                    onSelect: () => archive.mutate(),
                  },
            ],
          },
        ]}
      />
      <Suspense>
        {sheet === 'move' && <MoveSheet asset={asset} onClose={close} />}
        {sheet === 'install' && <InstallSheet asset={asset} onClose={close} />}
        {sheet === 'remove' && <InstallSheet asset={asset} remove onClose={close} />}
      </Suspense>
    </>
  )
}
