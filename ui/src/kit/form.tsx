import { type FormEvent, type ReactNode, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { useT } from '@/i18n'
import styles from './form.module.css'

/** Field name → words. The empty name holds what belongs to no field. */
export type FieldErrors = Readonly<Record<string, string>>

interface FormProps {
  errors?: FieldErrors
  /** Labels of the fields, for the summary. */
  labels?: Readonly<Record<string, string>>
  onSubmit: () => void
  children: ReactNode
}

/** One column; errors under their fields, and a summary on top that takes the focus after a refused save. */
export function Form({ errors = {}, labels = {}, onSubmit, children }: FormProps) {
  const t = useT()
  const summary = useRef<HTMLDivElement>(null)
  const names = Object.keys(errors)
  useEffect(() => {
    if (Object.keys(errors).length) summary.current?.focus()
  }, [errors])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {names.length > 0 && (
        <div ref={summary} className={styles.summary} role="alert" tabIndex={-1}>
          <p>{errors[''] ?? t('kit.form.check', { count: names.length })}</p>
          <ul>
            {names
              .filter((name) => name)
              .map((name) => (
                <li key={name}>
                  <a href={`#${fieldId(name)}`} onClick={(event) => focusField(event, name)}>
                    {labels[name] ? `${labels[name].replace(/[:?]$/, '')}: ${errors[name]}` : errors[name]}
                  </a>
                </li>
              ))}
          </ul>
        </div>
      )}
      {children}
    </form>
  )
}

const fieldId = (name: string) => `field-${name.replace(/[^a-z0-9_-]/gi, '-')}`

function focusField(event: React.MouseEvent, name: string) {
  event.preventDefault()
  document.getElementById(fieldId(name))?.focus()
}

export interface FieldControl {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean | undefined
}

interface FieldProps {
  /** As the server names it, so that its complaints find their field. */
  name: string
  label: string
  optional?: boolean
  /** One line under the label. */
  hint?: ReactNode
  error?: string | undefined
  children: (control: FieldControl) => ReactNode
}

/** Label above, hint under it, the control, the error. Give the control all of `control`. */
export function Field({ name, label, optional = false, hint, error, children }: FieldProps) {
  const t = useT()
  const hintId = useId()
  const errorId = useId()
  const described = [hint ? hintId : '', error ? errorId : ''].filter(Boolean).join(' ')
  const id = fieldId(name)
  // Mantine's inputs put their own descriptions, which are none, over the given ones.
  useLayoutEffect(() => {
    const input = document.getElementById(id)
    if (described) input?.setAttribute('aria-describedby', described)
    else input?.removeAttribute('aria-describedby')
    if (error) input?.setAttribute('aria-invalid', 'true')
    else input?.removeAttribute('aria-invalid')
  })
  return (
    <div className={styles.field}>
      <label htmlFor={id}>
        {label}
        {optional && <span> {t('kit.form.optional')}</span>}
      </label>
      {hint && (
        <small id={hintId} className={styles.hint}>
          {hint}
        </small>
      )}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error && (
        <small id={errorId} className={styles.error}>
          {error}
        </small>
      )}
    </div>
  )
}
