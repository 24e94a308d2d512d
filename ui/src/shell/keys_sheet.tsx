import { Checkbox } from '@mantine/core'
import { type Key, useT } from '@/i18n'
import { Sheet } from '@/kit/sheet'
import styles from './keys_sheet.module.css'
import { useSingleKeys } from './preferences'
import { useNavigation } from './use_navigation'

const everywhere: readonly [string, Key][] = [
  ['Ctrl K · /', 'shell.keys.palette'],
  ['N', 'shell.new_work_order'],
  ['[', 'shell.keys.sidebar'],
  ['?', 'shell.keys.title'],
  ['Esc', 'shell.keys.close'],
]

const lists: readonly [string, Key][] = [
  ['J · K', 'shell.keys.move'],
  ['Enter', 'shell.keys.open'],
  ['X', 'shell.keys.select'],
  ['F', 'shell.keys.filter'],
  ['1 2 3', 'shell.keys.layouts'],
]

const record: readonly [string, Key][] = [
  ['S', 'shell.keys.start'],
  ['C', 'shell.keys.comment'],
  ['A', 'shell.keys.assign'],
  ['D', 'shell.keys.due'],
  ['P', 'shell.keys.priority'],
  ['J · K', 'shell.keys.move'],
]

export default function KeysSheet({ onClose }: { onClose: () => void }) {
  const t = useT()
  const singleKeys = useSingleKeys()
  const areas = useNavigation().flatMap((group) => group.items)
  const row = (keys: string, words: string) => (
    <div key={keys} className={styles.row}>
      <dt>
        <kbd>{keys}</kbd>
      </dt>
      <dd>{words}</dd>
    </div>
  )
  return (
    <Sheet opened onClose={onClose} title={t('shell.keys.title')} width={420}>
      <h3 className={styles.head}>{t('shell.keys.everywhere')}</h3>
      <dl className={styles.list}>{everywhere.map(([keys, key]) => row(keys, t(key)))}</dl>
      <h3 className={styles.head}>{t('shell.keys.go_to')}</h3>
      <dl className={styles.list}>{areas.map((area) => area.letter && row(`⇧ ${area.letter}`, t(area.label)))}</dl>
      <h3 className={styles.head}>{t('shell.keys.lists')}</h3>
      <dl className={styles.list}>{lists.map(([keys, key]) => row(keys, t(key)))}</dl>
      <h3 className={styles.head}>{t('shell.keys.record')}</h3>
      <dl className={styles.list}>{record.map(([keys, key]) => row(keys, t(key)))}</dl>
      <Checkbox
        mt="md"
        checked={singleKeys.on}
        label={t('shell.keys.single')}
        onChange={(event) => singleKeys.set(event.currentTarget.checked)}
      />
    </Sheet>
  )
}
