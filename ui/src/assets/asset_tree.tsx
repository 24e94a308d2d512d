import { IconBox } from '@tabler/icons-react'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useT } from '@/i18n'
import { Skeleton } from '@/kit/skeleton'
import { type TreeNode, TreeView } from '@/kit/tree_view'
import { AssetDot } from './marks'
import { type AssetNode, assetTreeOptions } from './queries'

interface Props {
  selected?: string | undefined
  onSelect: (asset: AssetNode) => void
  onMove?: ((asset: AssetNode, to: AssetNode, from: string | null) => void) | undefined
}

/** Assets with what is mounted below them, loaded branch by branch. */
export function AssetTree({ selected, onSelect, onMove }: Props) {
  const t = useT()
  const roots = useQuery(assetTreeOptions())
  const [wanted, setWanted] = useState<readonly string[]>([])
  const branches = useQueries({ queries: wanted.map((id) => assetTreeOptions(id)) })
  if (!roots.data) return <Skeleton height={200} />

  const known = new Map<string, { asset: AssetNode; parent: string | null }>()
  const toNode = (asset: AssetNode, parent: string | null): TreeNode => {
    known.set(asset.id, { asset, parent })
    const children = branches[wanted.indexOf(asset.id)]?.data?.items
    return {
      id: asset.id,
      label: asset.name,
      hasChildren: asset.children > 0,
      icon: <IconBox aria-hidden />,
      end: <AssetDot status={asset.status} />,
      ...(children && { children: children.map((child) => toNode(child, asset.id)) }),
    }
  }
  const nodes = roots.data.items.map((asset) => toNode(asset, null))
  const move = (id: string, to: string) => {
    const [dragged, target] = [known.get(id), known.get(to)]
    if (dragged && target && dragged.parent !== to) onMove?.(dragged.asset, target.asset, dragged.parent)
  }
  return (
    <TreeView
      label={t('assets.title')}
      nodes={nodes}
      selected={selected}
      onSelect={(id) => {
        const picked = known.get(id)
        if (picked) onSelect(picked.asset)
      }}
      onLoad={(id) => setWanted((ids) => [...ids, id])}
      onMove={onMove && move}
    />
  )
}
