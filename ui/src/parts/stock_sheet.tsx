import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Field, type FieldErrors, Form } from '@/kit/form'
import { MoneyInput } from '@/kit/number_inputs'
import { Sheet } from '@/kit/sheet'
import { Stepper } from '@/kit/stepper'
import { toast } from '@/kit/toast'
import { formatNumber } from '@/lib/numbers'
import { useSession } from '@/shell/session'
import { type PartDetail, partKeys, useBins } from './queries'
import { isWhole, unitWord } from './units'

export type MovementName = 'receive' | 'adjust' | 'transfer' | 'count'

interface Props {
  part: PartDetail
  movement: MovementName
  onClose: () => void
}

/** Takes in, corrects, moves or counts stock: bin, quantity, and a word why. */
export default function StockSheet({ part, movement, onClose }: Props) {
  const t = useT()
  const locale = useLocale()
  const { organization } = useSession()
  const bins = useBins()
  const held = new Map(part.levels.map((level) => [level.bin_id, level.quantity]))
  const firstBin = part.default_bin_id ?? part.levels[0]?.bin_id ?? ''
  const [bin, setBin] = useState(firstBin)
  const [to, setTo] = useState('')
  const [quantity, setQuantity] = useState<number | null>(movement === 'count' ? (held.get(firstBin) ?? 0) : 1)
  const [price, setPrice] = useState<number | null>(null)
  const [reason, setReason] = useState('')
  const [errors, setErrors] = useState<FieldErrors>({})
  const unit = unitWord(part.unit, t)
  const chosen = bin || (bins.data?.items[0]?.id ?? '')
  const params = { path: { id: part.id } }
  const why = reason.trim()

  const write = useWrite<void, unknown>(
    () => {
      const amount = quantity ?? 0
      switch (movement) {
        case 'receive':
          return api.POST('/api/v1/parts/{id}/receive', {
            params,
            body: {
              bin_id: chosen,
              quantity: amount,
              ...(price !== null && { unit_cost_minor: price }),
              ...(why && { reason: why }),
            },
          })
        case 'adjust':
          return api.POST('/api/v1/parts/{id}/adjust', {
            params,
            body: { bin_id: chosen, quantity: amount, reason: why },
          })
        case 'transfer':
          return api.POST('/api/v1/parts/{id}/transfer', {
            params,
            body: { from_bin_id: chosen, to_bin_id: to, quantity: amount, ...(why && { reason: why }) },
          })
        case 'count':
          return api.POST('/api/v1/parts/{id}/count', {
            params,
            body: { bin_id: chosen, counted: amount, ...(why && { reason: why }) },
          })
      }
    },
    {
      refresh: partKeys,
      onProblem: (error) => setErrors(fieldErrors(error)),
      onDone: () => {
        toast(t(`parts.done.${movement}`, { name: part.name, quantity: formatNumber(quantity ?? 0, locale, 6), unit }))
        onClose()
      },
    },
  )
  const save = () => {
    const missing: Record<string, string> = {}
    if (quantity === null) missing[movement === 'count' ? 'counted' : 'quantity'] = t('parts.missing.quantity')
    if (movement === 'adjust' && !why) missing.reason = t('parts.missing.reason')
    if (movement === 'transfer' && !to) missing.to_bin_id = t('parts.missing.bin')
    setErrors(missing)
    if (!Object.keys(missing).length) write.mutate()
  }
  const binName = movement === 'transfer' ? 'from_bin_id' : 'bin_id'
  const amountName = movement === 'count' ? 'counted' : 'quantity'
  const labels = {
    [binName]: t(movement === 'transfer' ? 'parts.field.from' : 'parts.field.bin'),
    to_bin_id: t('parts.field.to'),
    [amountName]: t(`parts.amount.${movement}`),
    unit_cost_minor: t('parts.field.price'),
    reason: t(movement === 'receive' ? 'parts.field.delivery' : 'parts.field.reason'),
  }
  const options = (bins.data?.items ?? []).map((one) => {
    const there = held.get(one.id)
    const words = `${one.storeroom} · ${one.code}`
    return { value: one.id, label: there ? `${words} (${formatNumber(there, locale, 6)} ${unit})` : words }
  })
  const from = movement === 'transfer' ? options.filter((one) => held.get(one.value)) : options
  return (
    <Sheet
      opened
      onClose={onClose}
      title={`${t(`parts.move.${movement}`)}: ${part.name}`}
      footer={
        <Button loading={write.isPending} onClick={save}>
          {t(`parts.save.${movement}`)}
        </Button>
      }
    >
      <Form errors={errors} labels={labels} onSubmit={save}>
        <Field name={binName} label={labels[binName] ?? ''} error={errors[binName]}>
          {(control) => (
            <NativeSelect
              {...control}
              size="md"
              value={chosen}
              data={from}
              onChange={(event) => {
                setBin(event.currentTarget.value)
                if (movement === 'count') setQuantity(held.get(event.currentTarget.value) ?? 0)
              }}
            />
          )}
        </Field>
        {movement === 'transfer' && (
          <Field name="to_bin_id" label={labels.to_bin_id ?? ''} error={errors.to_bin_id}>
            {(control) => (
              <NativeSelect
                {...control}
                size="md"
                value={to}
                data={[{ value: '', label: t('parts.choose_bin') }, ...options.filter((one) => one.value !== chosen)]}
                onChange={(event) => setTo(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
        <Field
          name={amountName}
          label={labels[amountName] ?? ''}
          hint={movement === 'adjust' ? t('parts.adjust_hint') : undefined}
          error={errors[amountName]}
        >
          {(control) => (
            <Stepper
              control={control}
              value={quantity}
              onChange={setQuantity}
              unit={unit}
              whole={isWhole(part.unit)}
              min={movement === 'adjust' ? -(held.get(chosen) ?? 0) : 0}
              {...(movement === 'transfer' && { max: held.get(chosen) ?? 0 })}
            />
          )}
        </Field>
        {movement === 'receive' && (
          <Field
            name="unit_cost_minor"
            label={labels.unit_cost_minor ?? ''}
            hint={t('parts.price_hint')}
            optional
            error={errors.unit_cost_minor}
          >
            {(control) => (
              <MoneyInput control={control} currency={organization.currency} value={price} onChange={setPrice} />
            )}
          </Field>
        )}
        <Field name="reason" label={labels.reason ?? ''} optional={movement !== 'adjust'} error={errors.reason}>
          {(control) => (
            <TextInput {...control} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
