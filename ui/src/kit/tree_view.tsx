import { IconChevronRight } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useT } from '@/i18n'
import styles from './tree_view.module.css'

export interface TreeNode {
  id: string
  label: string
  /** Opens to something, known before the children are. */
  hasChildren: boolean
  /** Absent until loaded. */
  children?: readonly TreeNode[]
  icon?: ReactNode
  /** Grey words or a pill at the end. */
  end?: ReactNode
}

interface Props {
  label: string
  nodes: readonly TreeNode[]
  selected?: string | undefined
  onSelect: (id: string) => void
  /** Called the first time a node without children opens. */
  onLoad?: (id: string) => void
  /** Nodes that are open at first: the way to the selected one. */
  opened?: readonly string[]
  /** Lets nodes be dragged onto others. Everything a drag does must have a menu too. */
  onMove?: ((id: string, to: string) => void) | undefined
}

const dragType = 'application/x-chatterfix-node'

interface Row {
  node: TreeNode
  level: number
  position: number
  size: number
  parent?: string | undefined
}

function visible(nodes: readonly TreeNode[], open: ReadonlySet<string>, level = 1, parent?: string): Row[] {
  return nodes.flatMap((node, index) => [
    { node, level, position: index + 1, size: nodes.length, parent },
    ...(open.has(node.id) && node.children ? visible(node.children, open, level + 1, node.id) : []),
  ])
}

/** The ARIA tree: arrows walk and open, Home and End jump, a typed letter finds, Enter or Space selects. */
export function TreeView({ label, nodes, selected, onSelect, onLoad, opened: openedFirst = [], onMove }: Props) {
  const t = useT()
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(openedFirst))
  const [over, setOver] = useState<string>()
  const [focused, setFocused] = useState<string>()
  const items = useRef(new Map<string, HTMLElement>())
  const rows = visible(nodes, open)
  const current = rows.find((row) => row.node.id === (focused ?? selected))?.node.id ?? rows[0]?.node.id

  const focus = (row: Row | undefined) => {
    if (!row) return
    setFocused(row.node.id)
    items.current.get(row.node.id)?.focus()
  }
  const toggle = (node: TreeNode, wanted = !open.has(node.id)) => {
    const next = new Set(open)
    if (wanted) next.add(node.id)
    else next.delete(node.id)
    setOpen(next)
    if (wanted && !node.children) onLoad?.(node.id)
  }
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const row = rows[index]
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return
    const opened = open.has(row.node.id)
    const after = [...rows.slice(index + 1), ...rows.slice(0, index)]
    const letter = event.key.toLocaleLowerCase()
    switch (event.key) {
      case 'ArrowDown':
        focus(rows[index + 1])
        break
      case 'ArrowUp':
        focus(rows[index - 1])
        break
      case 'Home':
        focus(rows[0])
        break
      case 'End':
        focus(rows.at(-1))
        break
      case 'Enter':
      case ' ':
        onSelect(row.node.id)
        break
      case 'ArrowRight':
        if (row.node.hasChildren && !opened) toggle(row.node, true)
        else if (opened) focus(rows[index + 1])
        break
      case 'ArrowLeft':
        if (opened) toggle(row.node, false)
        else focus(rows.find((other) => other.node.id === row.parent))
        break
      default:
        if (event.key.length > 1) return
        focus(after.find((other) => other.node.label.toLocaleLowerCase().startsWith(letter)))
    }
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className={styles.tree} role="tree" aria-label={label}>
      {rows.map(({ node, level, position, size }, index) => {
        const opened = open.has(node.id)
        return (
          <div
            key={node.id}
            ref={(element) => {
              if (element) items.current.set(node.id, element)
              else items.current.delete(node.id)
            }}
            className={styles.item}
            style={{ paddingInlineStart: 8 + (level - 1) * 18 }}
            role="treeitem"
            aria-level={level}
            aria-posinset={position}
            aria-setsize={size}
            aria-expanded={node.hasChildren ? opened : undefined}
            aria-selected={node.id === selected}
            aria-busy={(opened && !node.children) || undefined}
            tabIndex={node.id === current ? 0 : -1}
            data-over={over === node.id || undefined}
            draggable={onMove ? true : undefined}
            onDragStart={(event) => {
              event.dataTransfer.setData(dragType, node.id)
              event.dataTransfer.effectAllowed = 'move'
            }}
            onDragOver={(event) => {
              if (!onMove || !event.dataTransfer.types.includes(dragType)) return
              event.preventDefault()
              setOver(node.id)
            }}
            onDragLeave={() => setOver(undefined)}
            onDrop={(event) => {
              const dragged = event.dataTransfer.getData(dragType)
              setOver(undefined)
              event.preventDefault()
              if (dragged && dragged !== node.id) onMove?.(dragged, node.id)
            }}
            onFocus={() => setFocused(node.id)}
            onClick={() => onSelect(node.id)}
            onKeyDown={(event) => onKeyDown(event, index)}
          >
            {node.hasChildren ? (
              <button
                type="button"
                className={styles.twist}
                data-open={opened || undefined}
                tabIndex={-1}
                aria-hidden
                title={opened ? t('kit.tree.close') : t('kit.tree.open')}
                onClick={(event) => {
                  event.stopPropagation()
                  toggle(node)
                }}
              >
                <IconChevronRight size={16} aria-hidden />
              </button>
            ) : (
              <span className={styles.twist} />
            )}
            {node.icon}
            <span className={styles.label} dir="auto">
              {node.label}
            </span>
            {node.end && <span className={styles.end}>{node.end}</span>}
          </div>
        )
      })}
    </div>
  )
}
