/** How data of the API is kept by open pages. */
import { QueryClient } from '@tanstack/react-query'
import { Refusal } from './problem.ts'

const FRESH_MS = 5_000
const RETRIES_MAX = 2

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MS,
      // A refusal stays one; a server that is away for a moment comes back.
      retry: (failures, error) => !(error instanceof Refusal) && failures < RETRIES_MAX,
      retryDelay: failures => 400 * 2 ** failures,
      refetchOnReconnect: 'always',
    },
    mutations: { retry: false },
  },
})
