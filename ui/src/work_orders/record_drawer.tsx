import { ActionIcon, Drawer } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useT } from '@/i18n'
import styles from './record.module.css'
import type { FrameProps } from './record_frame'

/** The record over the list. */
export default function RecordDrawer({ lead, tools, title, onClose, footer, children }: FrameProps) {
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
