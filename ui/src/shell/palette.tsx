import { Modal } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { Icon } from '@tabler/icons-react'
import {
  IconBuildingCommunity,
  IconBuildingFactory2,
  IconCalendarRepeat,
  IconClipboardList,
  IconGauge,
  IconKeyboard,
  IconMapPin,
  IconMoon,
  IconPackage,
  IconPlus,
  IconSearch,
  IconUser,
  IconUsers,
} from '@tabler/icons-react'
import { keepPreviousData } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useState } from 'react'
import { $api, type Schemas } from '@/api/client'
import { type Key, useT } from '@/i18n'
import { usePhone } from '@/kit/media'
import { paths } from '@/paths'
import { useGo } from './go'
import styles from './palette.module.css'
import { useTheme } from './preferences'
import { type Recent, readRecent, remember } from './recent'
import { useCanOpen, useNavigation } from './use_navigation'

type Hit = Schemas['SearchHit']

interface Entry {
  id: string
  icon: Icon
  title: string
  detail?: string | undefined
  keys?: string | undefined
  run: () => void
}

interface Section {
  label: string
  entries: Entry[]
}

interface Kind {
  label: Key
  icon: Icon
  to: (id: string) => string
}

const kinds: Record<string, Kind> = {
  work_order: { label: 'work_orders.title', icon: IconClipboardList, to: paths.workOrder },
  asset: { label: 'assets.title', icon: IconBuildingFactory2, to: paths.asset },
  site: { label: 'sites.title', icon: IconBuildingCommunity, to: paths.site },
  location: { label: 'sites.title', icon: IconMapPin, to: paths.location },
  part: { label: 'parts.title', icon: IconPackage, to: paths.part },
  meter: { label: 'shell.meters', icon: IconGauge, to: paths.meter },
  plan: { label: 'preventive.title', icon: IconCalendarRepeat, to: paths.preventivePlan },
  user: { label: 'people.title', icon: IconUser, to: paths.person },
  team: { label: 'people.title', icon: IconUsers, to: paths.team },
}

const matches = (words: string, query: string) => words.toLocaleLowerCase().includes(query.toLocaleLowerCase())

function useCommands(onKeys: () => void): Entry[] {
  const t = useT()
  const go = useGo()
  const theme = useTheme()
  const areas = useNavigation().flatMap((group) => group.items)
  const creates = useCanOpen(paths.newWorkOrder(), 'work_orders.create')
  const dark = document.documentElement.getAttribute('data-mantine-color-scheme') === 'dark'
  const create: Entry = {
    id: 'create',
    icon: IconPlus,
    title: t('shell.new_work_order'),
    keys: 'N',
    run: () => void go(paths.newWorkOrder()),
  }
  return [
    ...(creates ? [create] : []),
    ...areas.map((area) => ({
      id: area.to,
      icon: area.icon,
      title: t('shell.palette.go_to', { area: t(area.label) }),
      keys: area.letter && `⇧ ${area.letter}`,
      run: () => void go(area.to),
    })),
    {
      id: 'theme',
      icon: IconMoon,
      title: t(dark ? 'shell.palette.use_light' : 'shell.palette.use_dark'),
      run: () => theme.set(dark ? 'light' : 'dark'),
    },
    { id: 'keys', icon: IconKeyboard, title: t('shell.keys.title'), keys: '?', run: onKeys },
  ]
}

const recentOf = (hit: Hit): Recent => ({
  id: hit.id,
  kind: hit.entity,
  title: hit.title,
  subtitle: [hit.code, hit.context].filter(Boolean).join(' · '),
})

/** What a record looks like in the list; nothing for a kind that this page does not know. */
function useEntry(): (record: Recent, detail?: string) => Entry[] {
  const go = useGo()
  return (record, detail = record.subtitle) => {
    const kind = kinds[record.kind]
    if (!kind) return []
    const run = () => {
      remember(record)
      void go(kind.to(record.id))
    }
    return [{ id: `${record.kind}:${record.id}`, icon: kind.icon, title: record.title, detail, run }]
  }
}

/** Records by kind, the kind of the best match first. */
function byKind(hits: readonly Hit[]): Map<Key, Hit[]> {
  const groups = new Map<Key, Hit[]>()
  for (const hit of hits) {
    const label = kinds[hit.entity]?.label
    if (label) groups.set(label, [...(groups.get(label) ?? []), hit])
  }
  return groups
}

function useSections(query: string, onKeys: () => void): { sections: Section[]; searching: boolean } {
  const t = useT()
  const entry = useEntry()
  const [settled] = useDebouncedValue(query, 120)
  const commandsOnly = query.startsWith('>')
  const words = commandsOnly ? query.slice(1).trim() : query.trim()
  const search = settled.trim().replace(/^#/, '')
  const enabled = !commandsOnly && /..|\d/u.test(search)
  const hits = $api.useQuery(
    'get',
    '/api/v1/search',
    { params: { query: { q: search.slice(0, 200), limit: 20 } } },
    { enabled, placeholderData: keepPreviousData },
  )
  const about = (hit: Hit) =>
    [hit.code, hit.context, hit.archived && t('shell.palette.archived'), hit.snippet].filter(Boolean).join(' · ')
  const found = [...byKind(enabled ? (hits.data?.items ?? []) : [])].map(([label, records]) => ({
    label: t(label),
    entries: records.flatMap((hit) => entry(recentOf(hit), about(hit))),
  }))
  const commands = useCommands(onKeys).filter((command) => matches(command.title, words))
  const recent = words ? [] : readRecent().flatMap((record) => entry(record))
  const sections = [
    { label: t('shell.palette.recent'), entries: recent },
    ...found,
    { label: t('shell.palette.commands'), entries: commands },
  ].filter((section) => section.entries.length > 0)
  return { sections, searching: enabled && hits.isFetching }
}

/** One field for records and commands. The field keeps the focus; arrows move through the list. */
export default function Palette({ onClose, onKeys }: { onClose: () => void; onKeys: () => void }) {
  const t = useT()
  const listId = useId()
  const phone = usePhone()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const { sections, searching } = useSections(query, onKeys)
  const entries = sections.flatMap((section) => section.entries)
  const active = entries[Math.min(at, entries.length - 1)]
  const optionId = (entry: Entry) => `${listId}-${entry.id}`

  const choose = (entry: Entry) => {
    onClose()
    entry.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && active && !event.nativeEvent.isComposing) choose(active)
    else if (event.key === 'ArrowDown') setAt((at + 1) % Math.max(entries.length, 1))
    else if (event.key === 'ArrowUp') setAt((at - 1 + entries.length) % Math.max(entries.length, 1))
    else return
    event.preventDefault()
  }

  return (
    <Modal.Root
      opened
      onClose={onClose}
      fullScreen={phone}
      size={620}
      padding={0}
      yOffset="14vh"
      radius={phone ? 0 : 'lg'}
      classNames={{ content: styles.content }}
    >
      <Modal.Overlay backgroundOpacity={0.4} blur={3} />
      <Modal.Content>
        <div className={phone ? styles.head : 'vh'}>
          <Modal.Title>{t('shell.search')}</Modal.Title>
          {phone && <Modal.CloseButton aria-label={t('kit.close')} size={44} />}
        </div>
        <div className={styles.field}>
          <IconSearch size={19} stroke={1.75} aria-hidden />
          <input
            role="combobox"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={active ? optionId(active) : undefined}
            aria-autocomplete="list"
            aria-label={t('shell.search')}
            placeholder={t('shell.palette.placeholder')}
            enterKeyHint="go"
            autoComplete="off"
            data-autofocus
            value={query}
            onChange={(event) => {
              setQuery(event.currentTarget.value)
              setAt(0)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <div className={styles.list} id={listId} role="listbox" aria-label={t('shell.search')} aria-busy={searching}>
          {sections.map((section) => (
            <div key={section.label} role="group" aria-label={section.label} className={styles.group}>
              <p aria-hidden>{section.label}</p>
              {section.entries.map((entry) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above has the keys.
                <div
                  key={entry.id}
                  id={optionId(entry)}
                  role="option"
                  tabIndex={-1}
                  aria-selected={entry === active}
                  className={styles.option}
                  ref={entry === active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
                  onClick={() => choose(entry)}
                >
                  <entry.icon size={18} stroke={1.75} aria-hidden />
                  <span className={styles.title} dir="auto">
                    <b>{entry.title}</b> {entry.detail && <small>{entry.detail}</small>}
                  </span>
                  {entry.keys && <kbd>{entry.keys}</kbd>}
                </div>
              ))}
            </div>
          ))}
        </div>
        {!entries.length && (
          <p className={styles.none} role="status">
            {searching ? t('kit.loading') : t('shell.palette.none', { query })}
          </p>
        )}
      </Modal.Content>
    </Modal.Root>
  )
}
