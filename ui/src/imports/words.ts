import { hasWords, useT } from '@/i18n'

/** Words for a field of a file; one that is newer than this page keeps the server's name. */
export function useFieldName(): (field: string) => string {
  const t = useT()
  return (field) => {
    const key = `imports.field.${field}`
    return hasWords(key) ? t(key) : field.replaceAll('_', ' ')
  }
}
