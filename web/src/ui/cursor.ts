import { useRouter } from '@tanstack/react-router'

/** The page of a list by cursor, as the address names it: lists have no page numbers. */
export interface CursorSearch {
  readonly cursor?: string | undefined
}

export const cursorSearch = ({ cursor }: Record<string, unknown>): CursorSearch =>
  typeof cursor === 'string' && cursor !== '' ? { cursor } : {}

interface Paging {
  readonly onNext: (() => void) | undefined
  readonly onPrevious: (() => void) | undefined
}

/** Next goes on by the cursor that the API gave; previous goes back as one came. */
export function useCursor(search: CursorSearch, nextCursor: string | null | undefined): Paging {
  const router = useRouter()
  const { pathname, search: all } = router.state.location
  const go = (cursor: string | undefined) =>
    void router.navigate({ to: pathname as never, search: { ...(all as object), cursor } as never, resetScroll: true })
  return {
    onNext: nextCursor ? () => go(nextCursor) : undefined,
    onPrevious: search.cursor ? () => (router.history.canGoBack() ? router.history.back() : go(undefined)) : undefined,
  }
}
