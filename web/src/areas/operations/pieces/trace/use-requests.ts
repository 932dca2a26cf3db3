import { useQuery } from '@tanstack/react-query'
import { Refusal } from '../../../../api/client.ts'
import { meaningOf } from '../meaning.ts'
import { history, orders } from '../queries.ts'
import { requestsOf, type TracedRequest } from './requests-of.ts'

interface FoundRequests {
  /** Null where nothing has this id. */
  readonly requests: readonly TracedRequest[] | null
  readonly error: Error | null
  readonly isPending: boolean
}

const isMissing = (error: Error | null): boolean => error instanceof Refusal && error.code === 'not_found'

/** The requests about a thing, by its id; of an order by its number too. */
export function useRequests(q: string): FoundRequests {
  const byNumber = useOrderId(q)
  const { data, error } = useQuery({ ...history(byNumber.id ?? ''), enabled: byNumber.id !== null })
  if (byNumber.isNone) return { requests: [], error: null, isPending: false }
  const failed = byNumber.error ?? error
  return {
    requests: data ? requestsOf(data) : null,
    error: isMissing(failed) ? null : failed,
    isPending: !data && !failed,
  }
}

interface FoundId {
  /** Null while it is not known. */
  readonly id: string | null
  /** No order has the number. */
  readonly isNone: boolean
  readonly error: Error | null
}

function useOrderId(q: string): FoundId {
  const meaning = meaningOf(q)
  const number = meaning?.kind === 'number' ? meaning.number : null
  const { data, error } = useQuery({ ...orders({ number: number ?? '' }), enabled: number !== null })
  if (meaning && meaning.kind !== 'number') return { id: meaning.id, isNone: false, error: null }
  return { id: data?.items[0]?.id ?? null, isNone: data?.items.length === 0, error }
}
