import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLocale } from '@/i18n'
import { formatNumber, moneyField, parseDecimal, parseMoney } from '@/lib/numbers'
import type { FieldControl } from './form'

interface DecimalProps {
  control: FieldControl
  value: number | null
  onChange: (value: number | null) => void
  show: (value: number) => string
  read: (text: string) => number | null
  unit: string
  inputMode: 'decimal' | 'numeric'
}

/** Keeps what the person types until they leave the field; only then is it written as the locale does. */
function DecimalInput({ control, value, onChange, show, read, unit, inputMode }: DecimalProps) {
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <TextInput
      {...control}
      inputMode={inputMode}
      autoComplete="off"
      value={draft ?? (value === null ? '' : show(value))}
      rightSection={<span className="num">{unit}</span>}
      rightSectionWidth={Math.max(36, unit.length * 9 + 18)}
      rightSectionPointerEvents="none"
      styles={{ input: { fontVariantNumeric: 'tabular-nums' }, section: { color: 'var(--cf-text3)' } }}
      onChange={(event) => {
        setDraft(event.currentTarget.value)
        onChange(read(event.currentTarget.value))
      }}
      onBlur={() => setDraft((text) => (text?.trim() && read(text) === null ? text : null))}
    />
  )
}

interface MoneyProps {
  control: FieldControl
  /** Integer minor units (cents). */
  value: number | null
  onChange: (minor: number | null) => void
  /** ISO 4217. */
  currency: string
}

export function MoneyInput({ control, value, onChange, currency }: MoneyProps) {
  const locale = useLocale()
  return (
    <DecimalInput
      control={control}
      value={value}
      onChange={onChange}
      show={(minor) => moneyField(minor, currency, locale)}
      read={(text) => parseMoney(text, currency, locale)}
      unit={currency}
      inputMode="decimal"
    />
  )
}

interface QuantityProps {
  control: FieldControl
  value: number | null
  onChange: (value: number | null) => void
  /** As it is printed: “pcs”, “kg”. */
  unit: string
  /** Whole things only: a number pad without a point. */
  whole?: boolean
}

export function QuantityInput({ control, value, onChange, unit, whole = false }: QuantityProps) {
  const locale = useLocale()
  const read = (text: string) => {
    const number = parseDecimal(text, locale)
    return number !== null && whole && !Number.isInteger(number) ? null : number
  }
  return (
    <DecimalInput
      control={control}
      value={value}
      onChange={onChange}
      show={(number) => formatNumber(number, locale, 6)}
      read={read}
      unit={unit}
      inputMode={whole ? 'numeric' : 'decimal'}
    />
  )
}
