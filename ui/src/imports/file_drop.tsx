import { IconFileSpreadsheet, IconUpload } from '@tabler/icons-react'
import { type DragEvent, useState } from 'react'
import { useLocale, useT } from '@/i18n'
import styles from './imports.module.css'

interface Props {
  file: File | undefined
  busy: boolean
  onChoose: (file: File) => void
}

/** Where a file is chosen or dropped. Choosing the same file again reads it again, for the one that was just mended. */
export function FileDrop({ file, busy, onChoose }: Props) {
  const t = useT()
  const locale = useLocale()
  const [over, setOver] = useState(false)
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const dropped = event.dataTransfer.files[0]
    if (dropped) onChoose(dropped)
  }
  const size =
    file && new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(Math.max(file.size / 1024, 0.1))
  return (
    <label
      className={styles.drop}
      data-over={over || undefined}
      aria-busy={busy || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input
        type="file"
        accept=".csv,.txt,.tsv,text/csv"
        aria-label={t('imports.file.choose')}
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0]
          if (chosen) onChoose(chosen)
          event.currentTarget.value = ''
        }}
      />
      {file ? (
        <>
          <IconFileSpreadsheet size={26} stroke={1.5} aria-hidden />
          <span>
            <b dir="auto">{file.name}</b>
            <small>{t('imports.file.size', { size: size ?? '' })}</small>
          </span>
        </>
      ) : (
        <>
          <IconUpload size={26} stroke={1.5} aria-hidden />
          <span>
            <b>{t('imports.file.choose')}</b>
            <small>{t('imports.file.choose_hint')}</small>
          </span>
        </>
      )}
    </label>
  )
}
