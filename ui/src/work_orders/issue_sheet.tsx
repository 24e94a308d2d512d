import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData } from '@tanstack/react-query'
import { useState } from 'react'
import { $api, api, type Schemas } from '@/api/client'
import { fieldErrors } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Field, Form } from '@/kit/form'
import { QuantityInput } from '@/kit/number_inputs'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { formatNumber } from '@/lib/numbers'
import styles from './choices.module.css'
import { bookingTouches } from './entries'
import { PickSheet } from './pick_sheet'
import type { RecordState } from './use_record'

type Part = Pick<Schemas['Part'], 'id' | 'name' | 'number' | 'unit'>

/** Printed unit of a UCUM code: counted things have none. */
export const unitWords = (unit: string) => (unit.startsWith('{') ? '' : unit)

/** First which part, then from which bin and how many. */
export default function IssueSheet({ record }: { record: RecordState }) {
  const [part, setPart] = useState<Part>()
  return part ? <HowMany record={record} part={part} /> : <WhichPart onPick={setPart} onClose={record.close} />
}

function WhichPart({ onPick, onClose }: { onPick: (part: Part) => void; onClose: () => void }) {
  const t = useT()
  const locale = useLocale()
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query.trim(), 150)
  const parts = $api.useQuery(
    'get',
    '/api/v1/parts',
    { params: { query: { ...(settled && { q: settled }), limit: 30 } } },
    { placeholderData: keepPreviousData },
  ).data?.items
  return (
    <PickSheet
      title={t('work_orders.parts.issue')}
      placeholder={t('work_orders.parts.words')}
      query={query}
      onQuery={setQuery}
      choices={parts?.map((part) => ({
        id: part.id,
        title: part.name,
        detail: [
          part.number,
          t('work_orders.parts.available', {
            count: formatNumber(part.available, locale, 6),
            unit: unitWords(part.unit),
          }),
          part.default_bin,
        ]
          .filter(Boolean)
          .join(' · '),
      }))}
      onPick={(id) => {
        const part = parts?.find((one) => one.id === id)
        if (part) onPick(part)
      }}
      onClose={onClose}
    />
  )
}

function HowMany({ record, part }: { record: RecordState; part: Part }) {
  const t = useT()
  const locale = useLocale()
  const { order, close } = record
  const levels = $api
    .useQuery('get', '/api/v1/parts/{id}', { params: { path: { id: part.id } } })
    .data?.levels.filter((level) => level.quantity > 0)
  const [bin, setBin] = useState<string>()
  const [quantity, setQuantity] = useState<number | null>(1)
  const [errors, setErrors] = useState<Record<string, string>>({})
  const issue = useWrite(
    (body: { part_id: string; quantity: number; bin_id?: string }) =>
      api.POST('/api/v1/work-orders/{id}/parts', { params: { path: { id: order.id } }, body }),
    {
      refresh: [...bookingTouches(order.id, 'costs'), ['get', '/api/v1/stock-movements'], ['get', '/api/v1/parts']],
      onDone: () => {
        close()
        toast(t('work_orders.parts.issued', { name: part.name }))
      },
      onProblem: (error) => setErrors(fieldErrors(error)),
    },
  )
  const chosen = bin ?? levels?.[0]?.bin_id
  const submit = () => {
    if (!quantity || quantity <= 0) setErrors({ quantity: t('work_orders.parts.quantity_missing') })
    else issue.mutate({ part_id: part.id, quantity, ...(chosen && { bin_id: chosen }) })
  }
  return (
    <Sheet
      opened
      onClose={close}
      title={part.name}
      footer={
        <Button loading={issue.isPending} onClick={submit}>
          {t('work_orders.parts.issue')}
        </Button>
      }
    >
      <Form errors={errors} labels={{ quantity: t('work_orders.parts.quantity') }} onSubmit={submit}>
        {levels && levels.length > 0 && (
          <fieldset className={styles.group}>
            <legend>{t('work_orders.parts.from')}</legend>
            <div className={styles.chips}>
              {levels.map((level) => (
                <button
                  key={level.bin_id}
                  type="button"
                  className={styles.chip}
                  aria-pressed={chosen === level.bin_id}
                  onClick={() => setBin(level.bin_id)}
                >
                  {`${level.storeroom} › ${level.bin} (${formatNumber(level.quantity, locale, 6)})`}
                </button>
              ))}
            </div>
          </fieldset>
        )}
        <Field name="quantity" label={t('work_orders.parts.quantity')} error={errors.quantity}>
          {(control) => (
            <QuantityInput control={control} value={quantity} onChange={setQuantity} unit={unitWords(part.unit)} />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
