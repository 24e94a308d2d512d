import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { useT } from '@/i18n'
import { DraftBar } from './draft_bar'
import { type FieldErrors, Form } from './form'
import styles from './form.module.css'
import { useFocusedTask } from './page_title'

interface Props {
  errors: FieldErrors
  labels: Readonly<Record<string, string>>
  /** The verb on the button. */
  save: string
  busy: boolean
  since: Date | undefined
  onDiscard: () => void
  onSubmit: () => void
  onCancel: () => void
  /** Beside the form on a wide screen: a preview. */
  aside?: ReactNode
  children: ReactNode
}

/** A form that is a page: one column, a restored draft on top, the buttons in sight at the foot. */
export function FormPage({ errors, labels, save, busy, since, onDiscard, onSubmit, onCancel, aside, children }: Props) {
  const t = useT()
  useFocusedTask('form')
  return (
    <div className={styles.page} data-aside={aside ? true : undefined}>
      <div className={styles.column}>
        <DraftBar since={since} onDiscard={onDiscard} />
        <Form errors={errors} labels={labels} onSubmit={onSubmit}>
          {children}
          <div className={styles.foot}>
            <Button variant="default" onClick={onCancel}>
              {t('kit.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {save}
            </Button>
          </div>
        </Form>
      </div>
      {aside && <aside className={styles.aside}>{aside}</aside>}
    </div>
  )
}

/** A group of fields with a heading, as a card. */
export function FormSection({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <fieldset className={styles.section}>
      <legend>{title}</legend>
      {hint && <p>{hint}</p>}
      {children}
    </fieldset>
  )
}

/** Fields side by side where there is room. */
export function FormPair({ children }: { children: ReactNode }) {
  return <div className={styles.pair}>{children}</div>
}
