import { useQuery } from '@tanstack/react-query'
import { franchises } from './queries.ts'

/** What a franchise of one's own is called; empty until that is known. */
export function useFranchiseName(): (id: string | null) => string {
  const { data } = useQuery(franchises())
  return id => data?.find(each => each.id === id)?.name ?? ''
}
