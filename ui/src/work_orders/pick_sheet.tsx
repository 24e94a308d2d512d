import { TextInput } from '@mantine/core'
import { IconCheck, IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '@/i18n'
import { Sheet } from '@/kit/sheet'
import styles from './pick_sheet.module.css'

export interface Choice {
  id: string
  title: string
  detail?: string | undefined
  mark?: ReactNode
}

interface Props {
  title: string
  /** What can be typed: “Name, code or alias”. */
  placeholder: string
  query: string
  onQuery: (query: string) => void
  choices: readonly Choice[] | undefined
  selected?: readonly string[]
  onPick: (id: string) => void
  onClose: () => void
  /** Above the choices: “Nobody”, “No asset”. */
  children?: ReactNode
  footer?: ReactNode
}

/** One field and the records that fit; for people, assets, parts and orders alike. */
export function PickSheet(props: Props) {
  const t = useT()
  const { title, placeholder, query, onQuery, choices, selected = [], onPick, onClose, children, footer } = props
  return (
    <Sheet opened onClose={onClose} title={title} width={440} footer={footer}>
      <div className={styles.pick}>
        <TextInput
          data-autofocus
          size="md"
          type="search"
          aria-label={placeholder}
          placeholder={placeholder}
          leftSection={<IconSearch size={18} aria-hidden />}
          value={query}
          onChange={(event) => onQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            const first = choices?.[0]
            if (event.key === 'Enter' && first && query) onPick(first.id)
          }}
        />
        {children}
        <ul className={styles.choices} aria-busy={choices === undefined}>
          {choices?.map((choice) => (
            <li key={choice.id}>
              <button
                type="button"
                className={styles.choice}
                aria-pressed={selected.includes(choice.id)}
                onClick={() => onPick(choice.id)}
              >
                {choice.mark}
                <span>
                  <b dir="auto">{choice.title}</b>
                  {choice.detail && <small>{choice.detail}</small>}
                </span>
                {selected.includes(choice.id) && <IconCheck size={18} aria-hidden />}
              </button>
            </li>
          ))}
        </ul>
        {choices?.length === 0 && <p className={styles.nothing}>{t('work_orders.pick.nothing')}</p>}
      </div>
    </Sheet>
  )
}
