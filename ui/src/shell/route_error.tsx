import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { problemProps } from '@/api/problems'
import { useT } from '@/i18n'
import { ErrorState } from '@/kit/error_state'

/** A page that could not be loaded or drawn. */
export function RouteError({ error, reset }: ErrorComponentProps) {
  const t = useT()
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return (
    <main id="main" tabIndex={-1}>
      <ErrorState what={t('shell.this_page')} {...problemProps(error)} onRetry={retry} />
    </main>
  )
}
