import { Button } from '@mantine/core'
import { useParams } from '@tanstack/react-router'
import { useEffect } from 'react'
import { $api } from '@/api/client'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { Empty } from '@/kit/empty'
import { ErrorState } from '@/kit/error_state'
import { SkeletonCards } from '@/kit/skeleton'
import { paths } from '@/paths'
import { Go, useGo } from '@/shell/go'

/** What a label's code leads to: the asset with this tag. */
export function TagPage() {
  const t = useT()
  const go = useGo()
  const { tag = '' } = useParams({ strict: false }) as { tag?: string }
  const found = $api.useQuery('get', '/api/v1/assets', { params: { query: { code: tag, archived: true, limit: 1 } } })
  const id = found.data?.items[0]?.id
  useEffect(() => {
    if (id) void go(paths.asset(id), { keep: true })
  }, [go, id])
  if (found.isError)
    return (
      <ErrorState what={t('assets.the_asset')} {...problemProps(found.error)} onRetry={() => void found.refetch()} />
    )
  if (!found.data || id) return <SkeletonCards cards={2} height={180} />
  return (
    <Empty
      heading="h1"
      art="search"
      title={t('assets.tag.none', { tag })}
      text={t('assets.tag.text')}
      action={
        <Button component={Go} to={paths.assets()} variant="default">
          {t('assets.all')}
        </Button>
      }
    />
  )
}
