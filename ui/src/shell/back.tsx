import { IconArrowLeft } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { usePhone } from '@/kit/media'
import styles from './back.module.css'
import { Go } from './go'

interface Props {
  /** An address from `paths`. */
  to: string
  /** The name of the page there. */
  children: ReactNode
}

/** The way up: words over the heading on a desktop, an arrow in the top bar on a phone. */
export function Back({ to, children }: Props) {
  const phone = usePhone()
  return (
    <Go to={to} className={styles.back}>
      <IconArrowLeft size={phone ? 24 : 16} aria-hidden />
      <span className={phone ? 'vh' : undefined}>{children}</span>
    </Go>
  )
}
