import { useSearch } from '@tanstack/react-router'
import type { ListSearch } from './search'

/** What the address asks for; the same on the list and on a record that is open over it. */
export const useListSearch = () => useSearch({ strict: false }) as ListSearch
