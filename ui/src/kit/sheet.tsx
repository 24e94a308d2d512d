import { Drawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useT } from '@/i18n'
import { usePhone } from './media'
import styles from './sheet.module.css'

interface Props {
  opened: boolean
  onClose: () => void
  title: string
  /** Width of the drawer on a desktop, in pixels. */
  width?: number
  /** Buttons, kept in sight under the content. */
  footer?: ReactNode
  children: ReactNode
}

/** From the bottom on a phone, a drawer at the end on a desktop. Traps focus and gives it back. */
export function Sheet({ opened, onClose, title, width = 480, footer, children }: Props) {
  const phone = usePhone()
  const t = useT()
  return (
    <Drawer.Root
      opened={opened}
      onClose={onClose}
      position={phone ? 'bottom' : 'right'}
      size={phone ? 'auto' : width}
      radius={0}
      padding={0}
      classNames={{ content: styles.content }}
    >
      <Drawer.Overlay backgroundOpacity={phone ? 0.5 : 0.22} />
      <Drawer.Content>
        {/* Not Drawer.Header: its <header> would be a second banner of the page. */}
        <div className={styles.head}>
          <Drawer.Title className={styles.title}>{title}</Drawer.Title>
          <Drawer.CloseButton aria-label={t('kit.close')} size={44} iconSize={22} />
        </div>
        <Drawer.Body className={styles.body}>
          <div className={styles.inner}>{children}</div>
          {footer && <div className={styles.foot}>{footer}</div>}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}
