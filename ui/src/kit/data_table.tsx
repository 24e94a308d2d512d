import { Checkbox } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type CSSProperties, type MouseEvent, memo, type ReactNode, useEffect, useRef } from 'react'
import { useT } from '@/i18n'
import styles from './data_table.module.css'
import type { Sort, TableColumn, TableSelection } from './data_table_model'
import { nextSort, toggleSelection } from './data_table_model'
import { useRowKeys } from './use_row_keys'

export type { Sort, TableColumn, TableSelection } from './data_table_model'

interface Props<Row> {
  label: string
  rows: readonly Row[]
  columns: readonly TableColumn<Row>[]
  rowId: (row: Row) => string
  /** The row's address; the first column marked `main` carries the link, stretched over the row. */
  rowHref: (row: Row) => string
  onOpen: (id: string) => void
  /** How many rows there are on the server, for screen readers. The loaded ones when unknown. */
  total?: number | undefined
  activeId?: string | undefined
  sort?: Sort | undefined
  onSort?: (sort: Sort) => void
  selection?: TableSelection
  /** Called when the end comes near. */
  onEnd?: () => void
  compact?: boolean
}

const headHeight = 38

interface RowProps<Row> {
  row: Row
  id: string
  href: string
  index: number
  top: number
  active: boolean
  selected: boolean
  columns: readonly TableColumn<Row>[]
  onSelect: ((id: string, range: boolean) => void) | undefined
}

function PlainRow<Row>({ row, id, href, index, top, active, selected, columns, onSelect }: RowProps<Row>) {
  const t = useT()
  return (
    <div
      data-id={id}
      className={styles.row}
      data-active={active || undefined}
      data-selected={selected || undefined}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={onSelect ? selected : undefined}
      style={{ transform: `translateY(${top}px)` }}
    >
      {onSelect && (
        <span role="cell" className={styles.check}>
          <Checkbox
            size="xs"
            radius={4}
            checked={selected}
            aria-label={t('kit.table.select_row')}
            onChange={() => undefined}
            onClick={(event) => onSelect(id, event.shiftKey)}
          />
        </span>
      )}
      {columns.map((column) => (
        <span
          key={column.id}
          role="cell"
          className={styles.cell}
          data-align={column.align}
          data-hide={column.hideBelow}
          data-main={column.main || undefined}
        >
          {column.main ? <a href={href}>{column.cell(row)}</a> : column.cell(row)}
          {column.detail && <small>{column.detail(row)}</small>}
        </span>
      ))}
    </div>
  )
}

const TableRow = memo(PlainRow) as typeof PlainRow

/** Plain anchors and one handler for the whole table: a router link a row costs about a millisecond each while scrolling. */
export function DataTable<Row>(props: Props<Row>) {
  const { label, rows, columns, rowId, rowHref, onOpen, total, activeId, sort, onSort, selection, onEnd } = props
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const lastPicked = useRef<string | undefined>(undefined)
  const height = props.compact ? 40 : 58
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    overscan: 10,
    paddingStart: headHeight,
  })
  const shown = virtual.getVirtualItems()
  const lastShown = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length && lastShown >= rows.length - 20) onEnd?.()
  }, [lastShown, rows.length, onEnd])

  const open = (event: MouseEvent) => {
    const target = event.target as Element
    const id = target.closest<HTMLElement>('[data-id]')?.dataset.id
    const modified = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (!id || modified || event.defaultPrevented || !target.closest('a') || target.closest('button, input')) return
    event.preventDefault()
    onOpen(id)
  }
  const select = selection
    ? (id: string, range: boolean) => {
        selection.onChange(
          toggleSelection(rows.map(rowId), selection.selected, id, range ? lastPicked.current : undefined),
        )
        lastPicked.current = id
      }
    : undefined
  useRowKeys(box, select)
  const template = [selection ? '28px' : '', ...columns.map((column) => column.width)].filter(Boolean).join(' ')
  const narrow = columns.filter((column) => !column.hideBelow).map((column) => column.width)
  const sizes = {
    '--columns': template,
    '--columns-narrow': [selection ? '28px' : '', ...narrow].filter(Boolean).join(' '),
    '--row-height': `${height}px`,
  } as CSSProperties

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys reach the links; this only turns their clicks into navigation.
    <div
      ref={box}
      onClick={open}
      className={styles.table}
      role="table"
      aria-label={label}
      aria-rowcount={(total ?? rows.length) + 1}
      style={sizes}
    >
      <div className={styles.head} role="row" aria-rowindex={1}>
        {selection && (
          <span role="columnheader" className={styles.check}>
            <Checkbox
              size="xs"
              radius={4}
              aria-label={t('kit.table.select_all')}
              checked={rows.length > 0 && selection.selected.size === rows.length}
              indeterminate={selection.selected.size > 0 && selection.selected.size < rows.length}
              onChange={(event) => selection.onChange(new Set(event.currentTarget.checked ? rows.map(rowId) : []))}
            />
          </span>
        )}
        {columns.map((column) => (
          <HeadCell key={column.id} column={column} sort={sort} onSort={onSort} />
        ))}
      </div>
      <div style={{ height: virtual.getTotalSize() - headHeight, position: 'relative' }} role="rowgroup">
        {shown.map((item) => {
          const row = rows[item.index]
          if (row === undefined) return null
          const id = rowId(row)
          return (
            <TableRow
              key={id}
              row={row}
              id={id}
              href={rowHref(row)}
              index={item.index}
              top={item.start - headHeight}
              active={id === activeId}
              selected={selection?.selected.has(id) ?? false}
              columns={columns}
              onSelect={select}
            />
          )
        })}
      </div>
    </div>
  )
}

interface HeadProps<Row> {
  column: TableColumn<Row>
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
}

function HeadCell<Row>({ column, sort, onSort }: HeadProps<Row>): ReactNode {
  const direction = sort && sort.by === column.sortBy ? sort.direction : undefined
  const Arrow = direction === 'desc' ? IconArrowDown : IconArrowUp
  return (
    <span
      role="columnheader"
      className={styles.cell}
      data-align={column.align}
      data-hide={column.hideBelow}
      aria-sort={direction ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
    >
      {column.sortBy && onSort ? (
        <button type="button" className={styles.sort} onClick={() => onSort(nextSort(sort, column.sortBy ?? ''))}>
          {column.label}
          <Arrow size={13} aria-hidden data-on={direction ? true : undefined} />
        </button>
      ) : (
        column.label
      )}
    </span>
  )
}
