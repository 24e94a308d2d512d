import { problemText } from '@/api/problems'
import { useT } from '@/i18n'
import { Card } from '@/kit/card'
import { RecordNote } from '@/kit/record'
import { Skeleton } from '@/kit/skeleton'
import { useLater } from '@/lib/use_later'
import { type PlanDraft, toPreview } from './draft'
import { DayText, LevelMark, useSentence } from './marks'
import { usePreview } from './queries'
import styles from './record.module.css'

/** The next twelve dates of what is being edited, as the server would make them. */
export function PreviewCard({ draft, siteId }: { draft: PlanDraft; siteId?: string | undefined }) {
  const t = useT()
  const say = useSentence()
  const plan = useLater(JSON.stringify(toPreview(draft, siteId)), 300)
  const preview = usePreview(JSON.parse(plan) as ReturnType<typeof toPreview>, Boolean(draft.rule.starts_on))
  return (
    <Card title={t('preventive.preview.title')}>
      <div className={styles.preview} aria-live="polite" aria-busy={preview.isPlaceholderData}>
        {preview.isError ? (
          <RecordNote tone="amber">{problemText(preview.error)}</RecordNote>
        ) : preview.data ? (
          <>
            <p className={styles.rule}>
              <b>{say(preview.data.summary)}</b>
            </p>
            {preview.data.items.length ? (
              <ol className={styles.dates}>
                {preview.data.items.map((one) => (
                  <li key={one.due_on}>
                    <b>
                      <DayText day={one.due_on} /> {one.level && <LevelMark name={one.level} />}
                    </b>
                    <small>
                      {one.generated_on === one.due_on ? (
                        t('preventive.preview.same_day')
                      ) : (
                        <>
                          {t('preventive.preview.made')} <DayText day={one.generated_on} />
                        </>
                      )}
                    </small>
                  </li>
                ))}
              </ol>
            ) : (
              <p>{t('preventive.preview.none')}</p>
            )}
          </>
        ) : (
          <Skeleton height={240} />
        )}
      </div>
    </Card>
  )
}
