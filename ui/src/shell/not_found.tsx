import { Button } from '@mantine/core'
import { useT } from '@/i18n'
import { Empty } from '@/kit/empty'
import { usePageTitle } from '@/kit/page_title'
import { paths } from '@/paths'

/** A plain link home: this page must work when the router does not know where it is. */
export function NotFound() {
  const t = useT()
  usePageTitle(t('shell.not_found.title'))
  return (
    <main>
      <Empty
        heading="h1"
        art="search"
        title={t('shell.not_found.title')}
        text={t('shell.not_found.text')}
        action={
          <Button component="a" href={paths.home()} variant="default">
            {t('shell.not_found.action')}
          </Button>
        }
      />
    </main>
  )
}
