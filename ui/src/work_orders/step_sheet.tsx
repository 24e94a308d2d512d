import { Button, Textarea } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '@/i18n'
import { Field } from '@/kit/form'
import { Sheet } from '@/kit/sheet'
import { useCan } from '@/shell/session'
import type { Status } from './marks'
import styles from './step_sheet.module.css'
import type { Step } from './writes'

export const holdReasons = ['parts', 'labour', 'permit', 'vendor', 'production', 'other'] as const

interface Props {
  to: Status
  /** Names the order: “#10482 Bearing noise”. */
  title: string
  onStep: (step: Step) => void
  onClose: () => void
  /** What is there already, to be completed. */
  resolution?: string | null | undefined
  busy?: boolean
  /** For several orders: one step at a time. */
  many?: boolean
  /** What is already counted: time and parts, in words. */
  counted?: readonly string[]
}

/** What must or may be said with a step: why it waits, why it ends, what was done. */
export default function StepSheet(props: Props) {
  if (props.to === 'on_hold') return <HoldSheet {...props} />
  if (props.to === 'completed') return <ClosingSheet {...props} />
  return <ReasonSheet {...props} />
}

function HoldSheet({ title, onStep, onClose }: Props) {
  const t = useT()
  const [note, setNote] = useState('')
  return (
    <Sheet opened onClose={onClose} title={t('work_orders.hold.title')}>
      <p className={styles.about}>{title}</p>
      <div className={styles.reasons}>
        {holdReasons.map((reason, index) => (
          <button
            key={reason}
            type="button"
            className={styles.reason}
            data-autofocus={index === 0 || undefined}
            onClick={() => onStep({ to: 'on_hold', hold_reason: reason, ...(note.trim() && { reason: note.trim() }) })}
          >
            {t(`work_orders.hold.${reason}`)}
          </button>
        ))}
      </div>
      <Field name="reason" label={t('work_orders.hold.note')} optional>
        {(control) => (
          <Textarea
            {...control}
            autosize
            minRows={2}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
      </Field>
    </Sheet>
  )
}

function ReasonSheet({ to, title, onStep, onClose, busy = false }: Props) {
  const t = useT()
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const cancels = to === 'cancelled'
  const verb = t(cancels ? 'work_orders.action.cancel' : 'work_orders.action.reopen')
  const submit = () => {
    if (reason.trim()) onStep({ to, reason: reason.trim() })
    else setMissing(true)
  }
  return (
    <Sheet
      opened
      onClose={onClose}
      title={verb}
      footer={
        <Button color={cancels ? 'var(--cf-red)' : 'petrol'} loading={busy} onClick={submit}>
          {verb}
        </Button>
      }
    >
      <p className={styles.about}>{title}</p>
      <Field
        name="reason"
        label={t('work_orders.reason.label')}
        hint={cancels ? t('work_orders.reason.cancel_hint') : undefined}
        error={missing ? t('work_orders.reason.missing') : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            data-autofocus
            autosize
            minRows={3}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </Field>
    </Sheet>
  )
}

function ClosingSheet({ title, onStep, onClose, resolution, busy = false, many = false, counted = [] }: Props) {
  const t = useT()
  const closes = useCan('work_orders.close') && !many
  const [text, setText] = useState(resolution ?? '')
  const step = (thenClose: boolean) =>
    onStep({ to: 'completed', thenClose, ...(text.trim() && { resolution: text.trim() }) })
  return (
    <Sheet
      opened
      onClose={onClose}
      title={t('work_orders.closing.title')}
      footer={
        <>
          {closes && (
            <Button variant="default" disabled={busy} onClick={() => step(true)}>
              {t('work_orders.closing.and_close')}
            </Button>
          )}
          <Button loading={busy} leftSection={<IconCheck size={18} aria-hidden />} onClick={() => step(false)}>
            {t('work_orders.action.complete')}
          </Button>
        </>
      }
    >
      <p className={styles.about}>{title}</p>
      <Field name="resolution" label={t('work_orders.closing.what')} optional>
        {(control) => (
          <Textarea
            {...control}
            data-autofocus
            autosize
            minRows={4}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
      </Field>
      {counted.length > 0 && (
        <ul className={styles.counted}>
          {counted.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </Sheet>
  )
}
