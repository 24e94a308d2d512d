import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useT } from '@/i18n'
import { useLater } from '@/lib/use_later'
import styles from './search_field.module.css'

interface Props {
  label: string
  value: string
  /** Called a moment after the person stops typing. */
  onSearch: (words: string) => void
}

/** Finds within a list while typing. */
export function SearchField({ label, value, onSearch }: Props) {
  const t = useT()
  const [words, setWords] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    setKnown(value)
    setWords(value)
  }
  const later = useLater(words, 250)
  useEffect(() => {
    if (later !== value && later === words) onSearch(later)
  }, [later, value, words, onSearch])
  return (
    <TextInput
      type="search"
      size="sm"
      aria-label={label}
      placeholder={label}
      enterKeyHint="search"
      autoComplete="off"
      value={words}
      onChange={(event) => setWords(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSectionWidth={words ? 44 : 12}
      rightSection={
        words && <CloseButton className={styles.clear} aria-label={t('kit.clear')} onClick={() => setWords('')} />
      }
    />
  )
}
