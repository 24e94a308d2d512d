import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useT } from '@/i18n'
import { Field } from '@/kit/form'

const Sheet = lazy(() => import('@/kit/sheet').then((module) => ({ default: module.Sheet })))

interface Props {
  /** What is taken back: “Take back 20 min”. */
  label: string
  onTakeBack: (reason: string) => void
}

/** A booking is never edited: it is taken back by a counter-entry with a reason. */
export function TakeBack({ label, onTakeBack }: Props) {
  const t = useT()
  const [asking, setAsking] = useState(false)
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = () => {
    if (!reason.trim()) return setMissing(true)
    onTakeBack(reason.trim())
    setAsking(false)
  }
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={44}
        aria-label={label}
        title={label}
        onClick={() => setAsking(true)}
      >
        <IconArrowBackUp size={18} />
      </ActionIcon>
      {asking && (
        <Suspense>
          <Sheet
            opened
            onClose={() => setAsking(false)}
            title={label}
            footer={<Button onClick={submit}>{t('work_orders.record.take_back')}</Button>}
          >
            <Field
              name="reason"
              label={t('work_orders.reason.label')}
              error={missing ? t('work_orders.reason.missing') : undefined}
            >
              {(control) => (
                <TextInput
                  {...control}
                  data-autofocus
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value)}
                />
              )}
            </Field>
          </Sheet>
        </Suspense>
      )}
    </>
  )
}
