import { Button, Modal } from '@mantine/core'
import { useT } from '@/i18n'
import styles from './sheet.module.css'

interface Props {
  opened: boolean
  /** Names the thing: “Delete store ‘Main workshop’?”. */
  title: string
  /** What happens and what stays. */
  text: string
  /** The verb: “Delete store”. */
  action: string
  busy?: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Only for what cannot be undone; everything else happens at once and offers Undo. */
export function ConfirmDialog({ opened, title, text, action, busy, onConfirm, onClose }: Props) {
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
