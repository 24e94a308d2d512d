import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { problemProps, problemText } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { Card } from '@/kit/card'
import { ErrorState } from '@/kit/error_state'
import { PageHead } from '@/kit/page_head'
import { SkeletonCards } from '@/kit/skeleton'
import { StatusPill } from '@/kit/status_pill'
import { aiQuery, backendQuery, type Condition, healthQuery, testDatabase } from './health_data'
import styles from './settings.module.css'

const tones = { healthy: 'green', degraded: 'amber', unhealthy: 'red' } as const
const shapes = { healthy: 'dot', degraded: 'half', unhealthy: 'square' } as const

function ConditionPill({ condition }: { condition: Condition }) {
  const t = useT()
  return (
    <StatusPill tone={tones[condition]} shape={shapes[condition]}>
      {t(`settings.health.${condition}`)}
    </StatusPill>
  )
}

const services = ['ui-gateway', 'backend-unified', 'ai-unified', 'ai-brain'] as const
const known = (name: string): name is (typeof services)[number] => services.some((service) => service === name)

export function HealthPage() {
  const t = useT()
  const health = useQuery(healthQuery)
  const { data } = health
  return (
    <>
      <PageHead
        title={t('settings.health.title')}
        facts={data && t('settings.health.facts', { version: data.version, service: data.service })}
      />
      <div className={styles.sections}>
        {health.isError && !data ? (
          <ErrorState
            what={t('settings.health.what')}
            {...problemProps(health.error)}
            onRetry={() => void health.refetch()}
          />
        ) : data ? (
          <>
            <Card flush title={t('settings.health.services')} action={<ConditionPill condition={data.status} />}>
              <ul className={styles.rows}>
                {Object.entries(data.microservices).map(([name, part]) => (
                  <li key={name} className={styles.row}>
                    <span className={styles.words}>
                      <b>{known(name) ? t(`settings.health.service.${name}`) : name}</b>
                      {part.status !== 'healthy' && (
                        <small>
                          {part.reason} {part.status === 'unhealthy' && t('settings.health.service_todo', { name })}
                        </small>
                      )}
                    </span>
                    <ConditionPill condition={part.status} />
                  </li>
                ))}
              </ul>
            </Card>
            <Database />
            <Assistant />
          </>
        ) : (
          <SkeletonCards cards={3} height={180} />
        )}
      </div>
    </>
  )
}

const engines: Record<string, string> = { sqlite: 'SQLite', postgresql: 'PostgreSQL' }

function Database() {
  const t = useT()
  const locale = useLocale()
  const { data } = useQuery(backendQuery)
  const test = useWrite(testDatabase, { onProblem: () => undefined })
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 2 })
  return (
    <Card title={t('settings.health.database')} action={data && <ConditionPill condition={data.status} />}>
      <dl className={styles.facts}>
        <dt>{t('settings.health.engine')}</dt>
        <dd>{data ? (engines[data.database_type] ?? data.database_type) : '…'}</dd>
      </dl>
      {data && !data.connection && <p className={styles.note}>{t('settings.health.database_todo')}</p>}
      {data?.connection && data.status !== 'healthy' && <p className={styles.note}>{t('settings.health.disk_todo')}</p>}
      <div className={styles.test}>
        <Button variant="default" loading={test.isPending} onClick={() => test.mutate(undefined)}>
          {t('settings.health.test')}
        </Button>
        <div role="status">
          {test.data && (
            <p className={styles.answer} data-tone={test.data.success ? 'green' : 'red'}>
              {t(test.data.success ? 'settings.health.test_ok' : 'settings.health.test_failed', {
                tables: test.data.tables,
                milliseconds: number.format(test.data.latency_ms),
              })}
            </p>
          )}
          {test.isError && (
            <p className={styles.answer} data-tone="red">
              {problemText(test.error)}
            </p>
          )}
        </div>
      </div>
    </Card>
  )
}

function Assistant() {
  const t = useT()
  const { data } = useQuery(aiQuery)
  if (!data) return null
  return (
    <Card flush title={t('settings.health.ai')} hint={t('settings.health.ai_hint')}>
      <ul className={styles.rows}>
        {Object.entries(data.ai_providers).map(([name, provider]) => (
          <li key={name} className={styles.row}>
            <span className={styles.words}>
              <b>{t(`settings.provider.${name as 'local'}`)}</b>
              {provider.reason && <small>{provider.reason}</small>}
            </span>
            <StatusPill tone={provider.configured ? 'green' : 'slate'} shape={provider.configured ? 'dot' : 'ring'}>
              {t(provider.configured ? 'settings.health.configured' : 'settings.health.not_configured')}
            </StatusPill>
          </li>
        ))}
      </ul>
    </Card>
  )
}
