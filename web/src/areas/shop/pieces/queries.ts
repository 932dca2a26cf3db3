/** What the shop asks the API for. */
import type { Order, Payment, Schemas } from '@madang/client'
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

/** As many as the API tells at once. */
const PRODUCTS_MAX = 100

/** Some products by their ids; those that are not for sale any more are left out. */
export const productsByIds = (ids: readonly string[]) => {
  const asked = [...new Set(ids)].sort().slice(0, PRODUCTS_MAX)
  return queryOptions({
    queryKey: ['products', 'some', ...asked],
    queryFn: async ({ signal }) => {
      const query = { ids: asked.join(',') }
      const { items } = await answerOf(api.GET('/api/products', { params: { query }, signal }))
      return new Map(items.map(item => [item.id, item] as const))
    },
    enabled: asked.length > 0,
    placeholderData: keepPreviousData,
  })
}

/** What a seller is called. */
export const seller = (id: string) =>
  queryOptions({
    queryKey: ['sellers', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/sellers/{id}', { params: { path: { id } }, signal })),
    retry: false,
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
export type OrderEvent = Schemas['OrderEvent']

/** While something happens by itself, it is looked at again: soon at first, then less often. */
const SOON_MS = 250
const SLOWER = 1.3
const LATER_MS = 4_000

const nextLook = (looks: number): number => Math.min(SOON_MS * SLOWER ** looks, LATER_MS)

/** Whether an order changes without anybody doing anything. */
export function isMoving({ status, progress }: OrderInFull): boolean {
  if (status === 'pending' || status === 'cancelling') return true
  return progress?.status === 'undoing' || (progress?.status === 'running' && status !== 'awaiting_payment')
}

export const order = (id: string) =>
  queryOptions({
    queryKey: ['orders', id],
    queryFn: ({ signal }): Promise<OrderInFull> =>
      answerOf(api.GET('/api/orders/{orderId}', { params: { path: { orderId: id } }, signal })),
    refetchInterval({ state: { data, dataUpdateCount } }) {
      if (!data) return false
      if (isMoving(data)) return nextLook(dataUpdateCount)
      return data.status === 'awaiting_payment' ? LATER_MS : false
    },
  })

/** What happened to an order; another state has another history. */
export const orderHistory = ({ id, status, shipments }: OrderInFull) =>
  queryOptions({
    queryKey: ['orders', id, 'history', status, ...shipments.map(shipment => shipment.status)],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/orders/{orderId}/history', { params: { path: { orderId: id } }, signal })),
    select: ({ items }): readonly OrderEvent[] => items,
    placeholderData: keepPreviousData,
  })

const isOpen = ({ status }: Payment): boolean => status === 'requested' || status === 'authorized'

/** Payments of an order, the newest first. */
export const paymentsOf = (orderId: string) =>
  queryOptions({
    queryKey: ['payments', { orderId }],
    queryFn: ({ signal }) => answerOf(api.GET('/api/payments', { params: { query: { orderId } }, signal })),
    select: ({ items }) => items,
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      data?.items.some(isOpen) ? nextLook(dataUpdateCount) : false,
  })

export interface OrdersSearch {
  readonly status?: OrderStatus
  readonly cursor?: string
}

const ORDERS_PAGE = 10

/** What a member bought, the newest first. */
export const ordersOf = (memberId: string, { status, cursor }: OrdersSearch, limit = ORDERS_PAGE) =>
  queryOptions({
    queryKey: ['orders', 'of', memberId, status ?? '', cursor ?? '', limit],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/orders', { params: { query: { userId: memberId, status, cursor, limit } }, signal })),
    placeholderData: keepPreviousData,
  })

/** What a member ordered last, for the address of the next. */
export const lastOrder = (memberId: string) =>
  queryOptions({ ...ordersOf(memberId, {}, 1), select: ({ items }) => items[0] ?? null })
