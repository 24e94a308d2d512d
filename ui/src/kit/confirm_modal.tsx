import { Button, Modal } from '@mantine/core'
import { useT } from '@/i18n'
import type { ConfirmProps } from './confirm_dialog'
import styles from './sheet.module.css'

/** Only for what cannot be undone; everything else happens at once and offers Undo. */
export default function ConfirmModal({ opened, title, text, action, busy, onConfirm, onClose }: ConfirmProps) {
  const t = useT()
  return (
    <Modal.Root opened={opened} onClose={onClose} centered radius="lg" classNames={{ content: styles.modal }}>
      <Modal.Overlay />
      <Modal.Content>
        <Modal.Title className={styles.title}>{title}</Modal.Title>
        <div className={styles.dialog}>
          <p>{text}</p>
          <footer>
            <Button variant="default" onClick={onClose} data-autofocus>
              {t('kit.cancel')}
            </Button>
            <Button color="var(--cf-red)" variant="filled" loading={busy ?? false} onClick={onConfirm}>
              {action}
            </Button>
          </footer>
        </div>
      </Modal.Content>
    </Modal.Root>
  )
}
