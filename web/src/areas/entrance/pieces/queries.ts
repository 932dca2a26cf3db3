/** What the entrance asks the server for. */
import { queryOptions } from '@tanstack/react-query'

export interface DemoPerson {
  readonly kind: 'customer' | 'merchant' | 'operator'
  readonly email: string
  readonly password: string
}

/** Whom the demo lets in by a click; nobody elsewhere. */
export const demoPeople = () =>
  queryOptions({
    queryKey: ['entrance', 'demo'],
    queryFn: async ({ signal }): Promise<readonly DemoPerson[]> => {
      const response = await fetch('/session/demo', { signal, headers: { Accept: 'application/json' } })
      if (!response.ok) return []
      const { people } = (await response.json()) as { people: readonly DemoPerson[] }
      return people
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
