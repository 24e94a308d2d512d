import { CloseButton, TextInput } from '@mantine/core'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useT } from '@/i18n'
import type { FieldControl } from './form'
import styles from './picker.module.css'

export interface PickerOption {
  id: string
  label: string
  /** A second, grey line: a tag, a place. */
  detail?: string | undefined
}

interface Props {
  control: FieldControl
  value: PickerOption | null
  onChange: (option: PickerOption | null) => void
  /** What the person typed, for the search; empty when they have only opened the list. */
  onQuery: (words: string) => void
  /** What the search found; nothing while it runs. */
  options: readonly PickerOption[] | undefined
  placeholder?: string
  required?: boolean
}

/** A field that finds one record by words: the ARIA combobox with a list under it. */
export function Picker({ control, value, onChange, onQuery, options, placeholder, required = false }: Props) {
  const t = useT()
  const list = useId()
  const [words, setWords] = useState<string | null>(null)
  const [active, setActive] = useState(0)
  const panel = useRef<HTMLDivElement>(null)
  const opened = words !== null
  const shown = opened ? (options ?? []) : []

  const close = () => {
    setWords(null)
    onQuery('')
  }
  const choose = (option: PickerOption | undefined) => {
    if (option) onChange(option)
    close()
  }
  const type = (text: string) => {
    setWords(text)
    setActive(0)
    onQuery(text.trim())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!opened) type('')
      else setActive((at) => Math.min(Math.max(at + (event.key === 'ArrowDown' ? 1 : -1), 0), shown.length - 1))
    } else if (opened && event.key === 'Enter') {
      event.preventDefault()
      choose(shown[active])
    } else if (opened && event.key === 'Escape') {
      event.stopPropagation()
      close()
    }
  }
  useEffect(() => {
    panel.current?.children[active]?.scrollIntoView?.({ block: 'nearest' })
  }, [active])

  return (
    <div className={styles.picker}>
      <TextInput
        {...control}
        role="combobox"
        aria-expanded={opened}
        aria-controls={opened ? list : undefined}
        aria-autocomplete="list"
        aria-activedescendant={opened && shown[active] ? `${list}-${active}` : undefined}
        autoComplete="off"
        placeholder={placeholder}
        value={words ?? value?.label ?? ''}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => opened || type('')}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={close}
        onKeyDown={onKeyDown}
        rightSectionWidth={value && !required ? 44 : undefined}
        rightSection={
          value && !required ? (
            <CloseButton
              className={styles.clear}
              aria-label={t('kit.picker.clear')}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => {
                onChange(null)
                close()
              }}
            />
          ) : undefined
        }
      />
      {opened && (
        <div ref={panel} id={list} role="listbox" aria-label={t('kit.picker.found')} className={styles.list}>
          {shown.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field holds the focus and has the keys.
            <div
              key={option.id}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(option)}
            >
              <span dir="auto">{option.label}</span>
              {option.detail && <small dir="auto">{option.detail}</small>}
            </div>
          ))}
          {options && !options.length && (
            <div role="option" aria-selected={false} aria-disabled className={styles.none}>
              {t('kit.picker.none')}
            </div>
          )}
          {!options && (
            <div role="option" aria-selected={false} aria-disabled className={styles.none}>
              {t('kit.loading')}
            </div>
          )}
        </div>
      )}
    </div>
  )
}
