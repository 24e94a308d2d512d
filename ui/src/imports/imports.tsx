import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { PageHead } from '@/kit/page_head'
import { Batches } from './batches'
import { exportAddress, kinds } from './data'
import { ImportFile } from './import_file'
import styles from './imports.module.css'

export function ImportsPage() {
  const t = useT()
  return (
    <>
      <PageHead title={t('imports.title')} facts={t('imports.facts')} />
      <div className={styles.sections}>
        <ImportFile />
        <Batches />
        <Exports />
      </div>
    </>
  )
}

function Exports() {
  const t = useT()
  return (
    <Card flush title={t('imports.export.title')} hint={t('imports.export.hint')}>
      <ul className={styles.rows}>
        {kinds.map((kind) => (
          <li key={kind} className={styles.row}>
            <b>{t(`imports.kind.${kind}`)}</b>
            <span className={styles.actions}>
              {(['csv', 'json'] as const).map((format) => (
                <Button
                  key={format}
                  component="a"
                  variant="default"
                  href={exportAddress(kind, format)}
                  download
                  leftSection={<IconDownload size={16} aria-hidden />}
                >
                  <span className="vh">{t(`imports.kind.${kind}`)}</span> {format.toUpperCase()}
                </Button>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
