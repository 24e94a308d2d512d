import { CloseButton } from '@mantine/core'
import { useT } from '@/i18n'
import type { PickerOption } from './picker'
import styles from './tokens.module.css'

interface Props {
  label: string
  items: readonly PickerOption[]
  onRemove: (id: string) => void
}

/** Several chosen records, each with a button that takes it back. */
export function Tokens({ label, items, onRemove }: Props) {
  const t = useT()
  if (!items.length) return null
  return (
    <ul className={styles.tokens} aria-label={label}>
      {items.map((item) => (
        <li key={item.id}>
          <span dir="auto">{item.label}</span>
          <CloseButton
            size="sm"
            aria-label={t('kit.tokens.remove', { name: item.label })}
            onClick={() => onRemove(item.id)}
          />
        </li>
      ))}
    </ul>
  )
}
