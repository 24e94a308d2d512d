import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense } from 'react'
import { useT } from '@/i18n'
import { usePhone } from '@/kit/media'
import { useFocusedTask } from '@/kit/page_title'
import styles from './record.module.css'

// A phone never needs it.
const RecordDrawer = lazy(() => import('./record_drawer'))

export interface FrameProps {
  /** Beside the way back: number and kind. */
  lead: ReactNode
  /** Buttons at the end of the bar. */
  tools?: ReactNode
  title: string
  onClose: () => void
  /** The bar under the thumb. */
  footer?: ReactNode
  children: ReactNode
}

/** One record: a drawer over the list on a desktop, a page of its own on a phone. */
export function RecordFrame(props: FrameProps) {
  const phone = usePhone()
  useFocusedTask(phone ? 'record' : undefined)
  if (phone) return <PhonePage {...props} />
  return (
    <Suspense>
      <RecordDrawer {...props} />
    </Suspense>
  )
}

function PhonePage({ lead, tools, title, onClose, footer, children }: FrameProps) {
  const t = useT()
  return (
    <div className={styles.frame}>
      <div className={styles.bar}>
        <ActionIcon variant="subtle" color="gray" size={44} aria-label={t('work_orders.record.back')} onClick={onClose}>
          <IconArrowLeft size={24} className={styles.back} />
        </ActionIcon>
        <div className={styles.lead}>{lead}</div>
        {tools}
      </div>
      <div className={styles.content}>
        <h1 className={styles.title} dir="auto">
          {title}
        </h1>
        {children}
      </div>
      {footer && <div className={styles.foot}>{footer}</div>}
    </div>
  )
}
