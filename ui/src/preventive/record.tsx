import { Button } from '@mantine/core'
import { IconArchive, IconPencil, IconPlayerPause, IconPlayerPlay, IconPlayerSkipForward } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useWrite } from '@/api/write'
import { useLocale, useT } from '@/i18n'
import { ErrorState, StaleBar } from '@/kit/error_state'
import { MoreMenu } from '@/kit/more_menu'
import { PageHead } from '@/kit/page_head'
import { RecordColumns } from '@/kit/record'
import { SkeletonCards } from '@/kit/skeleton'
import { toast } from '@/kit/toast'
import { paths } from '@/paths'
import { Back } from '@/shell/back'
import { useGo } from '@/shell/go'
import { useCan } from '@/shell/session'
import { RuleCard } from './facts'
import { OccurrencesCard, UpcomingCard } from './occurrences'
import { type Plan, planKeys, planOptions } from './queries'
import { CoveredCard, TemplateCard } from './template'

const ReasonSheet = lazy(() => import('./reason_sheet'))

export function PlanPage() {
  const t = useT()
  const locale = useLocale()
  const { id = '' } = useParams({ strict: false })
  const plan = useQuery(planOptions(id))
  if (!plan.data)
    return (
      <>
        <PageHead title={t('preventive.one')} />
        <RecordColumns>
          {plan.isError ? (
            <ErrorState
              what={t('preventive.the_plan')}
              {...problemProps(plan.error)}
              onRetry={() => void plan.refetch()}
            />
          ) : (
            <SkeletonCards cards={3} height={160} />
          )}
        </RecordColumns>
      </>
    )
  return (
    <>
      <Head plan={plan.data} />
      {plan.isError && (
        <StaleBar since={new Date(plan.dataUpdatedAt)} locale={locale} onRetry={() => void plan.refetch()} />
      )}
      <RecordColumns
        side={
          <>
            <TemplateCard plan={plan.data} />
            <CoveredCard plan={plan.data} />
          </>
        }
      >
        <RuleCard plan={plan.data} />
        <UpcomingCard plan={plan.data} />
        <OccurrencesCard id={plan.data.id} />
      </RecordColumns>
    </>
  )
}

function usePlanWrites(plan: Plan) {
  const t = useT()
  const params = { path: { id: plan.id } }
  const archived = (value: boolean) =>
    api.PATCH('/api/v1/maintenance-plans/{id}', { params, body: { archived: value } })
  const refresh = [...planKeys, ['get', '/api/v1/work-orders']]
  const restore = useWrite(() => archived(false), { refresh })
  const archive = useWrite(() => archived(true), {
    refresh,
    onDone: () => toast(t('preventive.archived.done', { name: plan.name }), { undo: () => restore.mutate() }),
  })
  const resume = useWrite(() => api.POST('/api/v1/maintenance-plans/{id}/resume', { params }), {
    refresh,
    onDone: () => toast(t('preventive.resumed', { name: plan.name })),
  })
  const generate = useWrite(() => api.POST('/api/v1/maintenance-plans/{id}/generate', { params, body: {} }), {
    refresh,
    onDone: (made) => toast(t('preventive.generated', { count: made.items.length })),
  })
  return { archive, restore, resume, generate }
}

function Head({ plan }: { plan: Plan }) {
  const t = useT()
  const go = useGo()
  const manage = useCan('preventive.manage')
  const [asked, setAsked] = useState<'pause' | 'skip'>()
  const { archive, restore, resume, generate } = usePlanWrites(plan)
  const icon = { size: 17, 'aria-hidden': true }
  const idle = plan.state === 'ended' || plan.state === 'archived'
  return (
    <>
      <PageHead
        title={plan.name}
        pageTitle={plan.number}
        facts={plan.number}
        back={<Back to={paths.preventive()}>{t('preventive.title')}</Back>}
      >
        {manage && (
          <>
            {plan.state === 'active' && (
              <Button variant="default" leftSection={<IconPlayerPause {...icon} />} onClick={() => setAsked('pause')}>
                {t('preventive.pause.action')}
              </Button>
            )}
            {plan.state === 'paused' && (
              <Button
                variant="default"
                leftSection={<IconPlayerPlay {...icon} />}
                loading={resume.isPending}
                onClick={() => resume.mutate()}
              >
                {t('preventive.resume')}
              </Button>
            )}
            {!idle && (
              <Button loading={generate.isPending} onClick={() => generate.mutate()}>
                {t('preventive.generate')}
              </Button>
            )}
            <MoreMenu
              label={t('preventive.more')}
              sections={[
                {
                  id: 'plan',
                  entries: [
                    {
                      id: 'edit',
                      label: t('preventive.edit'),
                      icon: <IconPencil {...icon} />,
                      onSelect: () => void go(paths.editPlan(plan.id)),
                    },
                    {
                      id: 'skip',
                      label: t('preventive.skip.action'),
                      icon: <IconPlayerSkipForward {...icon} />,
                      refused: plan.next_due_on ? undefined : t('preventive.skip.nothing'),
                      onSelect: () => setAsked('skip'),
                    },
                    {
                      id: 'archive',
                      label: t(plan.archived_at ? 'preventive.archived.restore' : 'preventive.archived.action'),
                      icon: <IconArchive {...icon} />,
                      onSelect: () => (plan.archived_at ? restore.mutate() : archive.mutate()),
                    },
                  ],
                },
              ]}
            />
          </>
        )}
      </PageHead>
      <Suspense>
        {asked && <ReasonSheet plan={plan} action={asked} onClose={() => setAsked(undefined)} key={asked} />}
      </Suspense>
    </>
  )
}
