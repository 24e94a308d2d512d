import { Button } from '@mantine/core'
import { useState } from 'react'
import { useT } from '@/i18n'
import { Sheet } from './sheet'
import styles from './sheet.module.css'

export interface FieldConflict {
  field: string
  label: string
  mine: string
  theirs: string
  /** Who and when, already in words. */
  by?: string
}

interface Props {
  conflicts: readonly FieldConflict[]
  onResolve: (keepMine: string[]) => void
  onClose: () => void
}

/** The same field was changed by two people: both values, one tap each, mine chosen first. */
export function ConflictSheet({ conflicts, onResolve, onClose }: Props) {
  const t = useT()
  const [theirs, setTheirs] = useState<string[]>([])
  const choose = (field: string, mine: boolean) =>
    setTheirs((fields) => (mine ? fields.filter((item) => item !== field) : [...fields, field]))
  const mine = conflicts.map((conflict) => conflict.field).filter((field) => !theirs.includes(field))
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t('kit.conflict.title')}
      footer={<Button onClick={() => onResolve(mine)}>{t('kit.conflict.save')}</Button>}
    >
      {conflicts.map((conflict) => (
        <div key={conflict.field} className={styles.pair}>
          <p>{conflict.label}</p>
          <button
            type="button"
            className={styles.choice}
            aria-pressed={!theirs.includes(conflict.field)}
            onClick={() => choose(conflict.field, true)}
          >
            <small>{t('kit.conflict.mine')}</small>
            <span dir="auto">{conflict.mine}</span>
          </button>
          <button
            type="button"
            className={styles.choice}
            aria-pressed={theirs.includes(conflict.field)}
            onClick={() => choose(conflict.field, false)}
          >
            <small>{conflict.by ?? t('kit.conflict.theirs')}</small>
            <span dir="auto">{conflict.theirs}</span>
          </button>
        </div>
      ))}
    </Sheet>
  )
}
