import { Drawer } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { useT } from '@/i18n'
import { usePhone } from './media'
import type { SheetProps } from './sheet'
import styles from './sheet.module.css'

/** From the bottom on a phone, a drawer at the end on a desktop. Traps focus and gives it back. */
export default function SheetDrawer({ opened, onClose, title, width = 480, footer, children }: SheetProps) {
  const phone = usePhone()
  const t = useT()
  const body = useFocusWhenThere()
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
        <Drawer.Body className={styles.body} ref={body}>
          <div className={styles.inner}>{children}</div>
          {footer && <div className={styles.foot}>{footer}</div>}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  )
}

/** What is to have the focus may come after the sheet: until a person has moved it, the focus goes there. */
function useFocusWhenThere() {
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const wanted = () => {
      const field = body.current?.querySelector<HTMLElement>('[data-autofocus]')
      const untouched = !body.current?.contains(document.activeElement)
      if (field && untouched) field.focus()
      return field
    }
    if (!body.current || wanted()) return
    const watcher = new MutationObserver(() => wanted() && watcher.disconnect())
    watcher.observe(body.current, { childList: true, subtree: true })
    return () => watcher.disconnect()
  }, [])
  return body
}
