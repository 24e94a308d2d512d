import { Button } from '@mantine/core'
import { useState } from 'react'
import { Problem, problemText } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { Choice } from '@/kit/choice'
import { Skeleton } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { batchesKey, type Kind, kinds, type Mapping, type Report, sendFile, type Upload } from './data'
import { FileDrop } from './file_drop'
import styles from './imports.module.css'
import { ReportView } from './report'

/** A file is read at once and nothing is written; what was understood is shown before anything is imported. */
export function ImportFile() {
  const t = useT()
  const [kind, setKind] = useState<Kind>('work_orders')
  const [file, setFile] = useState<File>()
  const [mapping, setMapping] = useState<Mapping>()
  const [report, setReport] = useState<Report>()
  const [failure, setFailure] = useState('')
  const [again, setAgain] = useState(false)
  const check = useWrite(sendFile, {
    onDone: (read) => {
      setFailure('')
      setReport(read)
    },
    onProblem: (error) => {
      setReport(undefined)
      setFailure(problemText(error))
    },
  })
  const start = () => {
    setFile(undefined)
    setReport(undefined)
    setMapping(undefined)
    setFailure('')
    setAgain(false)
  }
  const run = useWrite(sendFile, {
    refresh: [batchesKey, ['get']],
    onDone: (done) => {
      start()
      toast(t('imports.done', { count: done.created + done.updated }))
    },
    onProblem: (error) => {
      setAgain(error instanceof Problem && error.code === 'duplicate')
      setFailure(problemText(error))
    },
  })
  const read = (change: Partial<Upload>) => {
    const next = { kind, file, mapping, ...change }
    if (next.file) check.mutate({ ...next, file: next.file, dryRun: true })
  }
  const choose = (chosen: File) => {
    start()
    setFile(chosen)
    read({ file: chosen, mapping: undefined })
  }
  const changeKind = (chosen: Kind) => {
    setKind(chosen)
    setMapping(undefined)
    setReport(undefined)
    read({ kind: chosen, mapping: undefined })
  }
  const changeMapping = (chosen: Mapping) => {
    setMapping(chosen)
    read({ mapping: chosen })
  }
  return (
    <Card title={t('imports.file.title')} hint={t('imports.file.hint')}>
      <div className={styles.steps}>
        <Choice
          label={t('imports.file.kind')}
          value={kind}
          options={kinds.map((value) => ({ value, label: t(`imports.kind.${value}`) }))}
          onChange={changeKind}
        />
        <FileDrop file={file} busy={check.isPending} onChoose={choose} />
        {failure && (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        )}
        {file && !report && !failure && <Skeleton height={180} radius={12} />}
        {report && <ReportView report={report} busy={check.isPending} onMapping={changeMapping} />}
        {file && report && (
          <div className={styles.actions}>
            <Button
              loading={run.isPending}
              disabled={check.isPending || report.wrong_rows > 0 || report.rows === 0}
              onClick={() => run.mutate({ kind, file, mapping, dryRun: false, again })}
            >
              {again ? t('imports.file.again') : t('imports.file.import', { count: report.created + report.updated })}
            </Button>
            <Button variant="default" onClick={start}>
              {t('imports.file.drop')}
            </Button>
            {report.wrong_rows > 0 && <small>{t('imports.file.refused')}</small>}
          </div>
        )}
      </div>
    </Card>
  )
}
