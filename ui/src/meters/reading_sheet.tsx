import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useT } from '@/i18n'
import { Field, Form } from '@/kit/form'
import { MomentInput } from '@/kit/moment_input'
import { Sheet } from '@/kit/sheet'
import { toast } from '@/kit/toast'
import { useValueWords } from './marks'
import type { Meter } from './queries'
import { ReadingPad } from './reading_pad'
import { useReading } from './use_reading'

/** One reading of one meter. */
export default function ReadingSheet({ meter, onClose }: { meter: Meter; onClose: () => void }) {
  const t = useT()
  const say = useValueWords(meter)
  const [at, setAt] = useState<Date | null>(null)
  const { entry, change, errors, save, busy } = useReading(meter, at, () => {
    toast(t('meters.kept.done', { name: meter.name, value: entry.choice || say(Number(entry.text)) }))
    onClose()
  })
  return (
    <Sheet
      opened
      onClose={onClose}
      title={meter.name}
      footer={
        <Button size="lg" fullWidth loading={busy} onClick={save}>
          {t('meters.save_reading')}
        </Button>
      }
    >
      <Form errors={errors} labels={{ value: t('meters.field.value') }} onSubmit={save}>
        <ReadingPad meter={meter} entry={entry} errors={errors} onChange={change} onDone={save} />
        <Field
          name="recorded_at"
          label={t('meters.field.recorded_at')}
          hint={t('meters.recorded_hint')}
          optional
          error={errors.recorded_at}
        >
          {(control) => <MomentInput control={control} value={at} onChange={setAt} max={new Date()} />}
        </Field>
        <Field name="note" label={t('meters.field.note')} optional error={errors.note}>
          {(control) => (
            <TextInput
              {...control}
              value={entry.note}
              onChange={(event) => change({ note: event.currentTarget.value })}
            />
          )}
        </Field>
      </Form>
    </Sheet>
  )
}
