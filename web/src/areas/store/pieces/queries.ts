/** What a merchant's pages ask the API for. */
import type { Order, Payment, Product, ProductDetail, Schemas, Settlement } from '@madang/client'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { answerOf, api, Refusal } from '../../../api/client.ts'

export type Franchise = Schemas['Franchise']
export type Movement = Schemas['StockMovement']
export type SettlementLine = Schemas['SettlementLine']
export type ShipmentStatus = Schemas['ShipmentStatus']
export type { Order, Payment, Product, Settlement }

const PAGE = 20
/** As many as the API tells at once. */
const MANY = 100

export const SHOWN = ['low', 'sold_out', 'off'] as const
export interface ProductsSearch {
  readonly q?: string
  readonly category?: string
  /** Few left, none left, or not for sale. */
  readonly show?: (typeof SHOWN)[number]
  readonly cursor?: string | undefined
}

/** What is not for sale has no low stock. */
function supplyOf(show: ProductsSearch['show']) {
  if (show === undefined) return {}
  return show === 'off' ? { active: false } : { active: true, supply: show }
}

export const ownProducts = ({ q, category, show, cursor }: ProductsSearch, limit = PAGE) =>
  queryOptions({
    queryKey: ['products', 'own', q ?? '', category ?? '', show ?? '', cursor ?? '', limit],
    queryFn: ({ signal }) => {
      const query = { search: q, category, cursor, limit, ...supplyOf(show) }
      return answerOf(api.GET('/api/sellers/me/products', { params: { query }, signal }))
    },
    placeholderData: keepPreviousData,
  })

export const lowStock = () => ownProducts({ show: 'low' }, MANY)

export const categories = () =>
  queryOptions({
    queryKey: ['categories'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/categories', { signal })),
    select: ({ items }) => items,
  })

export type EditedProduct = ProductDetail & { readonly tag: string | null }

/** With the version it is read at, for `If-Match`. */
export const product = (id: string) =>
  queryOptions({
    queryKey: ['products', 'edited', id],
    queryFn: async ({ signal }): Promise<EditedProduct> => {
      const asked = api.GET('/api/products/{id}', { params: { path: { id } }, signal })
      const found = await answerOf(asked)
      return { ...found, tag: (await asked).response.headers.get('etag') }
    },
  })

/** Some products by their ids, for their pictures. */
export const productsByIds = (ids: readonly string[]) => {
  const asked = [...new Set(ids)].sort().slice(0, MANY)
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

export const movements = (id: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['stock', id, cursor ?? ''],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/products/{id}/stock', { params: { path: { id }, query: { cursor, limit: PAGE } }, signal }),
      ),
    placeholderData: keepPreviousData,
  })

export interface ShippingSearch {
  readonly shipment?: ShipmentStatus
  readonly cursor?: string | undefined
}

export const shipments = ({ shipment = 'open', cursor }: ShippingSearch, limit = PAGE) =>
  queryOptions({
    queryKey: ['orders', 'shipments', shipment, cursor ?? '', limit],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/orders', { params: { query: { shipment, cursor, limit } }, signal })),
  })

export const toShip = () => shipments({}, MANY)

export const order = (orderId: string) =>
  queryOptions({
    queryKey: ['orders', orderId],
    queryFn: async ({ signal }) => {
      const found = await answerOf(api.GET('/api/orders/{orderId}', { params: { path: { orderId } }, signal }))
      if ('progress' in found) return found
      throw new Error(`${orderId} is no order`)
    },
  })

/** Days that bars are shown for. */
export const SALES_DAYS = 14
export const dailySales = () =>
  queryOptions({
    queryKey: ['payments', 'sales'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/payments/sales', { params: { query: { days: SALES_DAYS } }, signal })),
    select: ({ items }) => items,
  })

export type PaymentStatus = Payment['status']
export interface PaymentsSearch {
  readonly status?: PaymentStatus
  readonly franchiseId?: string
  /** Plain dates of Seoul, both included. */
  readonly from?: string
  readonly to?: string
  readonly cursor?: string | undefined
}

const DAY_MS = 86_400_000
const startOf = (date: string): string => new Date(`${date}T00:00:00+09:00`).toISOString()
const endOf = (date: string): string => new Date(new Date(startOf(date)).getTime() + DAY_MS).toISOString()

export const payments = ({ status, franchiseId, from, to, cursor }: PaymentsSearch) =>
  queryOptions({
    queryKey: ['payments', 'received', status ?? '', franchiseId ?? '', from ?? '', to ?? '', cursor ?? ''],
    queryFn: ({ signal }) => {
      const span = { ...(from && { from: startOf(from) }), ...(to && { to: endOf(to) }) }
      const query = { received: true, status, franchiseId, ...span, cursor, limit: PAGE }
      return answerOf(api.GET('/api/payments', { params: { query }, signal }))
    },
  })

/** While it is given back, it is looked at again. */
const WATCH_MS = 1_000
export const payment = (id: string) =>
  queryOptions({
    queryKey: ['payments', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/payments/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => ((state.data?.refunding ?? 0) > 0 ? WATCH_MS : false),
  })

export type SettlementStatus = Settlement['status']
export interface SettlementsSearch {
  readonly status?: SettlementStatus
  readonly franchiseId?: string
  readonly cursor?: string | undefined
}

export const settlements = ({ status, franchiseId, cursor }: SettlementsSearch) =>
  queryOptions({
    queryKey: ['settlements', 'own', status ?? '', franchiseId ?? '', cursor ?? ''],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/settlements', { params: { query: { status, franchiseId, cursor, limit: PAGE } }, signal }),
      ),
  })

export const settlement = (id: string) =>
  queryOptions({
    queryKey: ['settlements', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/settlements/{id}', { params: { path: { id } }, signal })),
  })

export const settlementLines = (id: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['settlements', id, 'lines', cursor ?? ''],
    queryFn: ({ signal }) => {
      const params = { path: { id }, query: { cursor, limit: PAGE } }
      return answerOf(api.GET('/api/settlements/{id}/payments', { params, signal }))
    },
    placeholderData: keepPreviousData,
  })

export const upcoming = () =>
  queryOptions({
    queryKey: ['settlements', 'upcoming'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/settlements/upcoming', { signal })),
  })

export const SETTLED_MONTHS = 12
export const settledMonths = () =>
  queryOptions({
    queryKey: ['settlements', 'months'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/settlements/months', { params: { query: { months: SETTLED_MONTHS } }, signal })),
    select: ({ items }) => items,
  })

type Viewed = Schemas['FranchiseForViewer']
/** Of one's own the API tells all. */
const isOwn = (franchise: Viewed): franchise is Franchise => 'bankAccount' in franchise

export const franchises = () =>
  queryOptions({
    queryKey: ['franchises', 'mine'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/franchises', { params: { query: { mine: true, limit: MANY } }, signal })),
    select: ({ items }) => items.filter(isOwn),
  })

export type EditedFranchise = Franchise & { readonly tag: string | null }

/** With the version it is read at, for `If-Match`. */
export const franchise = (id: string) =>
  queryOptions({
    queryKey: ['franchises', 'edited', id],
    queryFn: async ({ signal }): Promise<EditedFranchise> => {
      const asked = api.GET('/api/franchises/{id}', { params: { path: { id } }, signal })
      const found = await answerOf(asked)
      if (!isOwn(found)) throw new Error(`${id} is a franchise of somebody else`)
      return { ...found, tag: (await asked).response.headers.get('etag') }
    },
  })

export const fees = (id: string) =>
  queryOptions({
    queryKey: ['franchises', id, 'fees'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/franchises/{id}/fees', { params: { path: { id }, query: { limit: PAGE } }, signal })),
    select: ({ items }) => items,
  })

/** What one is called in the shop; null until one has said so. */
export const sellerName = (id: string) =>
  queryOptions({
    queryKey: ['sellers', id],
    async queryFn({ signal }) {
      const asked = answerOf(api.GET('/api/sellers/{id}', { params: { path: { id } }, signal }))
      const found = await asked.catch((error: unknown) => {
        if (error instanceof Refusal && error.code === 'seller_unknown') return null
        throw error
      })
      return found?.name ?? null
    },
  })
