import { ActionIcon } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useT } from '@/i18n'
import type { FieldControl } from './form'
import { QuantityInput } from './number_inputs'
import styles from './stepper.module.css'

interface Props {
  control: FieldControl
  value: number | null
  onChange: (value: number | null) => void
  /** As it is printed: “pcs”, “kg”. */
  unit: string
  whole?: boolean
  min?: number
  max?: number
}

/** A quantity with a large minus and plus beside it, for gloves: 48 px each. */
export function Stepper({ control, value, onChange, unit, whole = false, min = 0, max = Infinity }: Props) {
  const t = useT()
  const step = (by: number) => onChange(Math.min(Math.max((value ?? 0) + by, min), max))
  return (
    <div className={styles.stepper}>
      <ActionIcon
        variant="default"
        size={48}
        radius="md"
        aria-label={t('kit.stepper.less')}
        disabled={(value ?? 0) <= min}
        onClick={() => step(-1)}
      >
        <IconMinus size={20} aria-hidden />
      </ActionIcon>
      <QuantityInput control={control} value={value} onChange={onChange} unit={unit} whole={whole} />
      <ActionIcon
        variant="default"
        size={48}
        radius="md"
        aria-label={t('kit.stepper.more')}
        disabled={(value ?? 0) >= max}
        onClick={() => step(1)}
      >
        <IconPlus size={20} aria-hidden />
      </ActionIcon>
    </div>
  )
}
