import { createRouter } from '@tanstack/react-router'
import { queryClient } from '../api/queries.ts'
import { routeTree } from '../route-tree.gen.ts'
import { Failure, PageSkeleton } from '../ui/states.tsx'
import { NotFound } from './not-found.tsx'
import { parseSearch, stringifySearch } from './search-text.ts'

export const router = createRouter({
  routeTree,
  context: { queryClient },
  defaultPreload: 'intent',
  // The query client knows what is fresh.
  defaultPreloadStaleTime: 0,
  defaultPendingMs: 150,
  defaultPendingMinMs: 300,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: ({ error, reset }) => (
    <Failure
      error={error}
      onRetry={() => {
        reset()
        void router.invalidate()
      }}
    />
  ),
  defaultNotFoundComponent: NotFound,
  scrollRestoration: true,
  // What a route's schema does not name, or turns away, is not seen by its page.
  search: { strict: true },
  parseSearch,
  stringifySearch,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
