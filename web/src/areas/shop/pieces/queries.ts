/** What the shop asks the API for. */
import type { Order, Schemas } from '@madang/client'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '../../../api/client.ts'

export const SORTS = ['newest', 'price_asc', 'price_desc', 'name'] as const
export type Sort = (typeof SORTS)[number]

/** What the shelf shows, as its address says. */
export interface ShelfSearch {
  readonly q?: string
  readonly category?: string
  readonly sort?: Sort
}

const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

export function shelfSearch({ q, category, sort }: Record<string, unknown>): ShelfSearch {
  const [words, shelf, order] = [textIn(q), textIn(category), SORTS.find(each => each === sort)]
  return { ...(words && { q: words }), ...(shelf && { category: shelf }), ...(order && { sort: order }) }
}

/** Rows of five, of four, of three and of two come out even. */
const SHELF_PAGE = 60

export const shelf = ({ q, category, sort }: ShelfSearch) =>
  infiniteQueryOptions({
    queryKey: ['products', 'shelf', q ?? '', category ?? '', sort ?? ''],
    queryFn: ({ pageParam: cursor, signal }) => {
      const query = { limit: SHELF_PAGE, ...(cursor && { cursor }), ...(q && { search: q }), category, sort }
      return answerOf(api.GET('/api/products', { params: { query }, signal }))
    },
    initialPageParam: '',
    getNextPageParam: ({ nextCursor }) => nextCursor,
    placeholderData: keepPreviousData,
  })

export const categories = () =>
  queryOptions({
    queryKey: ['categories'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/categories', { signal })),
    select: ({ items }) => items,
  })

export const product = (id: string) =>
  queryOptions({
    queryKey: ['products', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/products/{id}', { params: { path: { id } }, signal })),
  })

export const balance = () =>
  queryOptions({
    queryKey: ['balance'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/money/balance', { signal })),
  })

export const profile = () =>
  queryOptions({
    queryKey: ['profile'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/users/me', { signal })),
  })

export type OrderStatus = Order['status']
export type OrderInFull = Schemas['OrderWithProgress']
