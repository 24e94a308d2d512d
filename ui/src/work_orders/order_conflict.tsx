import { useLocale, useT } from '@/i18n'
import { ConflictSheet } from '@/kit/conflict_sheet'
import { fieldWords, valueWords } from './field_words'
import type { RecordState } from './use_record'
import type { PendingConflict } from './writes'

/** Both values of each field that somebody else changed first. */
export default function OrderConflict({ record, conflict }: { record: RecordState; conflict: PendingConflict }) {
  const t = useT()
  const locale = useLocale()
  const names = new Map(record.people.map((person) => [person.id, person.name]))
  return (
    <ConflictSheet
      conflicts={conflict.problem.conflicts.map(({ field, mine, theirs }) => ({
        field,
        label: fieldWords(field, t),
        mine: valueWords(field, mine, { t, locale, names }),
        theirs: valueWords(field, theirs, { t, locale, names }),
      }))}
      onResolve={(keep) => void record.resolve(keep)}
      onClose={record.dropConflict}
    />
  )
}
