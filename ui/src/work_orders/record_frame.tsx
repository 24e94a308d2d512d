import { ActionIcon, Drawer } from '@mantine/core'
import { IconArrowLeft, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '@/i18n'
import { usePhone } from '@/kit/media'
import { useFocusedTask } from '@/kit/page_title'
import styles from './record.module.css'

interface Props {
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
export function RecordFrame(props: Props) {
  const phone = usePhone()
  useFocusedTask(phone)
  return phone ? <PhonePage {...props} /> : <DesktopDrawer {...props} />
}

function PhonePage({ lead, tools, title, onClose, footer, children }: Props) {
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
      <h1 className={styles.title} dir="auto">
        {title}
      </h1>
      <div className={styles.content}>{children}</div>
      {footer && <div className={styles.foot}>{footer}</div>}
    </div>
  )
}

function DesktopDrawer({ lead, tools, title, onClose, footer, children }: Props) {
  const t = useT()
  return (
    <Drawer.Root
      opened
      onClose={onClose}
      position="right"
      size={680}
      radius={0}
      padding={0}
      classNames={{ content: styles.drawer }}
    >
      <Drawer.Overlay backgroundOpacity={0.22} />
      <Drawer.Content>
        <Drawer.Body className={styles.frame}>
          <div className={styles.bar}>
            <div className={styles.lead}>{lead}</div>
            {tools}
            <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('kit.close')} onClick={onClose}>
              <IconX size={20} />
            </ActionIcon>
          </div>
          <Drawer.Title className={styles.title} dir="auto" tabIndex={-1} data-autofocus>
            {title}
          </Drawer.Title>
          <div className={styles.content}>{children}</div>
          {footer && <div className={styles.foot}>{footer}</div>}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
