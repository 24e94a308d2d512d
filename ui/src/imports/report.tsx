import { NativeSelect } from '@mantine/core'
import { useT } from '@/i18n'
import { StatusPill } from '@/kit/status_pill'
import { fields, type Mapping, mappingOf, type Report } from './data'
import styles from './imports.module.css'
import { useFieldName } from './words'

interface Props {
  report: Report
  busy: boolean
  onMapping: (mapping: Mapping) => void
}

const delimiters: Record<string, string> = { '\t': 'tab' }

/** How the file was understood: in numbers, column by column, and what is wrong in which row. */
export function ReportView({ report, busy, onMapping }: Props) {
  const t = useT()
  const facts = [
    [t('imports.report.rows'), report.rows],
    [t('imports.report.created'), report.created],
    [t('imports.report.updated'), report.updated],
    [t('imports.report.unchanged'), report.unchanged],
    [t('imports.report.wrong'), report.wrong_rows],
  ] as const
  const read = [
    report.encoding,
    t('imports.report.delimiter', { sign: delimiters[report.delimiter] ?? report.delimiter }),
    report.date_format && t('imports.report.dates', { format: report.date_format }),
    report.mapping && t('imports.report.mapping', { name: report.mapping }),
  ]
  return (
    <div className={styles.report} aria-busy={busy || undefined}>
      <div role="status" className={styles.verdict}>
        {report.wrong_rows > 0 ? (
          <StatusPill tone="red" shape="square">
            {t('imports.report.bad', { count: report.wrong_rows })}
          </StatusPill>
        ) : (
          <StatusPill tone="green" shape="dot">
            {t('imports.report.good')}
          </StatusPill>
        )}
        <small>{read.filter(Boolean).join(' · ')}</small>
      </div>
      <dl className={styles.numbers}>
        {facts.map(([label, count]) => (
          <div key={label} data-wrong={(label === facts[4][0] && count > 0) || undefined}>
            <dt>{label}</dt>
            <dd className="num">{count}</dd>
          </div>
        ))}
      </dl>
      {report.changes.length > 0 && <Changes report={report} />}
      {report.errors.length > 0 && <Issues title={t('imports.report.errors')} issues={report.errors} />}
      <Columns report={report} onMapping={onMapping} />
      {report.warnings.length > 0 && <Issues title={t('imports.report.warnings')} issues={report.warnings} />}
      {report.preview.length > 0 && <Preview rows={report.preview} />}
    </div>
  )
}

/** What becomes of records that are there already: field by field, what it is and what it will be. */
function Changes({ report }: { report: Report }) {
  const t = useT()
  const fieldName = useFieldName()
  const title = t('imports.report.changes')
  return (
    <section>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={title}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('imports.report.row')}</th>
              <th scope="col">{t('imports.report.record')}</th>
              <th scope="col">{t('imports.report.field')}</th>
              <th scope="col">{t('imports.report.before')}</th>
              <th scope="col">{t('imports.report.after')}</th>
            </tr>
          </thead>
          <tbody>
            {report.changes.flatMap((change) =>
              change.fields.map(({ field, before, after }, index) => (
                <tr key={`${change.row} ${field}`}>
                  <td className="num">{index === 0 && change.row}</td>
                  <td dir="auto">{index === 0 && change.name}</td>
                  <td>{fieldName(field)}</td>
                  <td dir="auto">{before || t('imports.report.nothing')}</td>
                  <td dir="auto">
                    <b>{after || t('imports.report.nothing')}</b>
                  </td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </div>
      {report.updated > report.changes.length && (
        <small>{t('imports.report.changes_more', { count: report.updated - report.changes.length })}</small>
      )}
    </section>
  )
}

function Issues({ title, issues }: { title: string; issues: Report['errors'] }) {
  const t = useT()
  return (
    <section>
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={title}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('imports.report.row')}</th>
              <th scope="col">{t('imports.report.column')}</th>
              <th scope="col">{t('imports.report.value')}</th>
              <th scope="col">{t('imports.report.message')}</th>
            </tr>
          </thead>
          <tbody>
            {issues.map((issue) => (
              <tr key={`${issue.row} ${issue.column} ${issue.message}`}>
                <td className="num">{issue.row}</td>
                <td>{issue.column}</td>
                <td dir="auto">{issue.value}</td>
                <td>{issue.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Columns({ report, onMapping }: { report: Report; onMapping: (mapping: Mapping) => void }) {
  const t = useT()
  const fieldName = useFieldName()
  const mapping = mappingOf(report)
  const taken = new Set(Object.values(mapping))
  return (
    <section>
      <h3>{t('imports.report.columns')}</h3>
      <ul className={styles.columns}>
        {report.columns.map(({ column, field, sample }) => (
          <li key={column}>
            <span>
              <b dir="auto">{column}</b>
              <small dir="auto">{sample}</small>
            </span>
            {report.mapping ? (
              <span className={styles.fixed}>{field ? fieldName(field) : t('imports.report.unused')}</span>
            ) : (
              <NativeSelect
                aria-label={t('imports.report.field_of', { column })}
                value={field ?? ''}
                data={[
                  { value: '', label: t('imports.report.unused') },
                  ...fields[report.kind].map((name) => ({
                    value: name,
                    label: fieldName(name),
                    disabled: name !== field && taken.has(name),
                  })),
                ]}
                onChange={(event) => onMapping({ ...mapping, [column]: event.currentTarget.value })}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function Preview({ rows }: { rows: Report['preview'] }) {
  const t = useT()
  const fieldName = useFieldName()
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return (
    <section>
      <h3>{t('imports.report.preview')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('imports.report.preview')}>
        <table className={styles.table}>
          <thead>
            <tr>
              {names.map((name) => (
                <th key={name} scope="col">
                  {fieldName(name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other identity and never move.
              <tr key={index}>
                {names.map((name) => (
                  <td key={name} dir="auto">
                    {row[name]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
