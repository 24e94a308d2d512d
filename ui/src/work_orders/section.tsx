import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type ReactNode, useId } from 'react'
import { usePhone } from '@/kit/media'
import styles from './record.module.css'

/** One below the record's own heading, which is the page's on a phone and the drawer's on a desktop. */
export const useSectionHeading = () => (usePhone() ? 'h2' : 'h3')

interface Props {
  title: string
  /** Grey words beside the title: a sum, a count. */
  hint?: ReactNode
  action?: ReactNode
  children?: ReactNode
}

/** A part of the record under its heading. */
export function Section({ title, hint, action, children }: Props) {
  const id = useId()
  const Heading = useSectionHeading()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.sectionHead}>
        <Heading id={id}>{title}</Heading>
        {hint && <small className="num">{hint}</small>}
        {action}
      </div>
      {children}
    </section>
  )
}

export function AddButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button
      className={styles.add}
      size="compact-md"
      variant="subtle"
      leftSection={<IconPlus size={16} aria-hidden />}
      onClick={onClick}
    >
      {label}
    </Button>
  )
}
