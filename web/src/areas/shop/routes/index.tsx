import { Skeleton, Stack } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { currentSession } from '../../../api/session.ts'
import { balance, categories, type ShelfSearch, shelf, shelfSearch } from '../pieces/queries.ts'
import { Hero } from '../pieces/shelf/hero.tsx'
import { Shelf, ShelfSkeleton } from '../pieces/shelf/shelf.tsx'
import { ShelfTools } from '../pieces/shelf/shelf-tools.tsx'

export const Route = createFileRoute('/shop/')({
  validateSearch: shelfSearch,
  loader: ({ context: { queryClient }, location }) => {
    if (currentSession()) void queryClient.prefetchQuery(balance())
    return Promise.all([
      queryClient.prefetchQuery(categories()),
      queryClient.prefetchInfiniteQuery(shelf(shelfSearch({ ...location.search }))),
    ]).then(() => null)
  },
  component: Home,
  pendingComponent: HomeSkeleton,
})

function Home() {
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const change = (next: ShelfSearch) =>
    void navigate({
      search: former => ({ ...former, ...next }),
      // Each letter is no step to go back to.
      replace: 'q' in next,
      resetScroll: false,
    })
  return (
    <Stack gap="lg">
      <Hero />
      <ShelfTools search={search} onChange={change} />
      <Shelf search={search} />
    </Stack>
  )
}

function HomeSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={224} radius={20} />
      <Skeleton height={40} width="60%" radius={20} />
      <ShelfSkeleton />
    </Stack>
  )
}
