import { IconBuilding, IconMapPin } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useT } from '@/i18n'
import { Skeleton } from '@/kit/skeleton'
import { type TreeNode, TreeView } from '@/kit/tree_view'
import { branchOptions, type Location, sitesOptions } from './queries'

/** A place in the tree: a site, or a location with its site. */
export type Place = { kind: 'site'; id: string } | { kind: 'location'; id: string; siteId: string }

const keyOf = (place: Place) => (place.kind === 'site' ? `site ${place.id}` : `location ${place.id} ${place.siteId}`)

function placeOf(key: string): Place {
  const [kind, id = '', siteId = ''] = key.split(' ')
  return kind === 'site' ? { kind, id } : { kind: 'location', id, siteId }
}

interface Props {
  selected?: Place | undefined
  /** The places above the selected one, topmost first. */
  opened?: readonly Place[]
  onSelect: (place: Place) => void
  onMove?: ((location: Place, to: Place) => void) | undefined
}

/** Sites with their locations, loaded branch by branch. */
export function PlaceTree({ selected, opened = [], onSelect, onMove }: Props) {
  const t = useT()
  const sites = useQuery(sitesOptions())
  const [asked, setAsked] = useState<readonly string[]>([])
  const only = sites.data?.items.length === 1 ? sites.data.items[0] : undefined
  const first = [...(only ? [keyOf({ kind: 'site', id: only.id })] : []), ...opened.map(keyOf)]
  const wanted = [...new Set([...first, ...asked])]
  const branches = useQueries({
    queries: wanted.map((key) => {
      const place = placeOf(key)
      return branchOptions(place.kind === 'site' ? { siteId: place.id } : { siteId: place.siteId, parentId: place.id })
    }),
  })
  if (!sites.data) return <Skeleton height={200} />

  const locationNode = (location: Location): TreeNode => {
    const id = keyOf({ kind: 'location', id: location.id, siteId: location.site_id })
    return {
      id,
      label: location.name,
      hasChildren: location.children > 0,
      icon: <IconMapPin aria-hidden />,
      ...below(id),
    }
  }
  const below = (key: string): { children?: TreeNode[] } => {
    const children = branches[wanted.indexOf(key)]?.data?.items
    return children ? { children: children.map(locationNode) } : {}
  }
  const nodes = sites.data.items.map((site): TreeNode => {
    const id = keyOf({ kind: 'site', id: site.id })
    return { id, label: site.name, hasChildren: true, icon: <IconBuilding aria-hidden />, ...below(id) }
  })
  return (
    <TreeView
      key={first.join()}
      label={t('sites.title')}
      nodes={nodes}
      opened={first}
      selected={selected && keyOf(selected)}
      onSelect={(key) => onSelect(placeOf(key))}
      onLoad={(key) => setAsked((keys) => [...keys, key])}
      onMove={onMove && ((key, to) => placeOf(key).kind === 'location' && onMove(placeOf(key), placeOf(to)))}
    />
  )
}
