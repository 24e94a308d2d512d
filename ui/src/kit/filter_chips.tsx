import { Button } from '@mantine/core'
import { IconChevronDown, IconX } from '@tabler/icons-react'
import { type MouseEventHandler, type ReactNode, useRef } from 'react'
import { useT } from '@/i18n'
import { Menu } from './menu'
import styles from './page.module.css'
import { useSingleKeys } from './use_single_keys'

export interface FilterOption<Value extends string = string> {
  value: Value
  /** Words for the chip. */
  label: string
  /** How it looks in the menu: a pill, a mark. The words when left out. */
  display?: ReactNode
}

export interface Filter<Value extends string = string> {
  name: string
  label: string
  options: readonly FilterOption<Value>[]
  /** Several: OR inside one filter, AND between filters. */
  selected: readonly Value[]
  onChange: (selected: Value[]) => void
  /** Opens a picker of one's own instead of a menu, where there are too many to list. */
  onPick?: () => void
}

interface Props {
  filters: readonly Filter[]
  onClear: () => void
  /** Whether there is something to clear; by default when anything is chosen. */
  active?: boolean
  /** Layout switch and the like, at the end. */
  children?: ReactNode
}

function FilterChip({ filter }: { filter: Filter }) {
  const chosen = filter.options.filter((option) => filter.selected.includes(option.value))
  const words = chosen.map((option) => option.label).join(', ')
  const chip = (onClick?: MouseEventHandler) => (
    <button type="button" className={styles.chip} data-on={chosen.length > 0 || undefined} onClick={onClick}>
      <span>{words ? `${filter.label}: ${words}` : filter.label}</span>
      <IconChevronDown size={14} aria-hidden />
    </button>
  )
  if (filter.onPick) return chip(filter.onPick)
  const toggle = (value: string) =>
    filter.onChange(
      filter.selected.includes(value) ? filter.selected.filter((item) => item !== value) : [...filter.selected, value],
    )
  return (
    <Menu
      keepOpen
      position="bottom-start"
      target={chip}
      sections={[
        {
          id: filter.name,
          entries: filter.options.map((option) => ({
            id: option.value,
            label: option.label,
            display: option.display,
            role: 'menuitemcheckbox',
            checked: filter.selected.includes(option.value),
            onSelect: () => toggle(option.value),
          })),
        },
      ]}
    />
  )
}

export function FilterChips({ filters, onClear, children, active }: Props) {
  const t = useT()
  const clearable = active ?? filters.some((filter) => filter.selected.length > 0)
  const bar = useRef<HTMLDivElement>(null)
  useSingleKeys([['F', () => bar.current?.querySelector('button')?.focus()]])
  return (
    <div className={styles.bar} ref={bar}>
      {filters.map((filter) => (
        <FilterChip key={filter.name} filter={filter} />
      ))}
      {clearable && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconX size={14} aria-hidden />}
          onClick={onClear}
        >
          {t('kit.clear')}
        </Button>
      )}
      {children && <div className={styles.end}>{children}</div>}
    </div>
  )
}
