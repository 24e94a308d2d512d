import { IconX } from '@tabler/icons-react'
import { useSyncExternalStore } from 'react'
import { useT } from '@/i18n'
import { dismiss, toastStore } from './toast'
import styles from './toaster.module.css'

export function Toaster() {
  const t = useT()
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read)
  return (
    <div className={styles.stack} role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={styles.toast} data-tone={toast.tone}>
          <span dir="auto">{toast.text}</span>
          {toast.undo && (
            <button
              type="button"
              className={styles.undo}
              onClick={() => {
                dismiss(toast.id)
                toast.undo?.()
              }}
            >
              {t('kit.undo')}
            </button>
          )}
          <button type="button" className={styles.close} aria-label={t('kit.close')} onClick={() => dismiss(toast.id)}>
            <IconX size={18} aria-hidden />
          </button>
        </div>
      ))}
    </div>
  )
}
