/** What the server offers where the demo data was made: people to look around as, and a bank where anybody may open an account. */
import { queryOptions } from '@tanstack/react-query'

export interface DemoPerson {
  readonly kind: 'customer' | 'merchant' | 'operator'
  readonly email: string
  readonly password: string
}

export interface Demo {
  readonly people: readonly DemoPerson[]
  /** Address of the bank simulator. */
  readonly bank: string | null
}

const NONE: Demo = { people: [], bank: null }

/** Nothing anywhere else. */
export const demoQuery = () =>
  queryOptions({
    queryKey: ['demo'],
    queryFn: async ({ signal }): Promise<Demo> => {
      const response = await fetch('/session/demo', { signal, headers: { Accept: 'application/json' } })
      return response.ok ? ((await response.json()) as Demo) : NONE
    },
    staleTime: Number.POSITIVE_INFINITY,
  })
