/** Read models of orders: their list, and this service's own copy of the catalog. */
import { type ProductSnapshot, productAdded, productChanged } from '../../contracts/catalog.ts'
import {
  cancellationStarted,
  type OrderPlaced,
  orderCancelled,
  orderConfirmed,
  orderDelivered,
  orderFailed,
  orderPlaced,
  orderShipped,
  paymentAwaited,
} from '../../contracts/orders.ts'
import type { Queryable } from '../../platform/database.ts'
import { gather } from '../../platform/gather.ts'
import type { Message } from '../../platform/message.ts'
import type { InlineView, Projection } from '../../platform/service.ts'
import type { Order, OrderStatus } from './order.ts'

const STATUS_AFTER: Readonly<Record<string, (data: { refunded?: boolean }) => OrderStatus>> = {
  [paymentAwaited.type]: () => 'awaiting_payment',
  [orderConfirmed.type]: () => 'confirmed',
  [orderFailed.type]: () => 'failed',
  [cancellationStarted.type]: () => 'cancelling',
  [orderCancelled.type]: ({ refunded }) => (refunded ? 'refunded' : 'cancelled'),
  [orderShipped.type]: () => 'shipped',
  [orderDelivered.type]: () => 'delivered',
}

const merchantsOf = ({ lines }: OrderPlaced): string[] => [...new Set(lines.flatMap(line => line.merchantId ?? []))]

/** One statement for all: new orders bring their facts, known ones only their newest status. */
const UPSERT = `
  insert into orders (id, member_id, status, merchants, placed_at)
  select id, member_id, 'pending', array(select json_array_elements_text(merchants::json)), at
  from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as o(id, member_id, merchants, at)`

const UPDATE = `
  update orders set status = o.status from unnest($1::text[], $2::text[]) as o(id, status) where orders.id = o.id`

export const ordersView: InlineView = {
  name: 'orders',
  tables: ['orders'],
  types: [orderPlaced.type, ...Object.keys(STATUS_AFTER)],
  async apply(tx, events) {
    const placed = events.filter((event): event is Message<OrderPlaced> => event.type === orderPlaced.type)
    const latest = new Map<string, OrderStatus>()
    for (const { type, data } of events) {
      const status = STATUS_AFTER[type]?.(data)
      if (status) latest.set(data.orderId, status)
    }
    await Promise.all([
      placed.length > 0 &&
        tx.query(UPSERT, [
          placed.map(({ data }) => data.orderId),
          placed.map(({ data }) => data.memberId),
          placed.map(({ data }) => JSON.stringify(merchantsOf(data))),
          placed.map(({ at }) => at),
        ]),
      latest.size > 0 && tx.query(UPDATE, [[...latest.keys()], [...latest.values()]]),
    ])
  },
}

export interface OrdersAsked {
  readonly memberId: string | null
  /** Orders with a line of this merchant. */
  readonly merchantId: string | null
  readonly status: string | null
  readonly before: string | null
  readonly limit: number
}

/** Newest first; one row more than `limit` tells that there is a next page. */
export async function listOrders(read: Queryable, asked: OrdersAsked): Promise<{ id: string; state: Order }[]> {
  const { rows } = await read.query<{ id: string; state: Order }>(
    `select o.id, h.state from orders o join heads h on h.stream = 'order:' || o.id
     where (($1::text is null and $2::text is null) or o.member_id = $1 or o.merchants @> array[$2::text])
       and ($3::text is null or o.status = $3) and ($4::text is null or o.id < $4)
     order by o.id desc limit $5`,
    [asked.memberId, asked.merchantId, asked.status, asked.before, asked.limit + 1],
  )
  return rows
}

export type Product = Omit<ProductSnapshot, 'category' | 'image'>

/** The service's own copy of the catalog: what an order needs to know of a product. */
export const productsCopy: Projection = {
  name: 'products',
  from: 'catalog',
  tables: ['products'],
  types: [productAdded.type, productChanged.type],
  async apply(tx, events) {
    const products = [...new Map(events.map(({ data }) => [data.productId, data as ProductSnapshot])).values()]
    await tx.query(
      `insert into products (id, merchant_id, name, price, currency, active)
       select id, merchant_id, name::json, price, currency, active
       from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::boolean[])
         as p(id, merchant_id, name, price, currency, active)
       on conflict (id) do update set merchant_id = excluded.merchant_id, name = excluded.name, price = excluded.price,
         currency = excluded.currency, active = excluded.active`,
      [
        products.map(product => product.productId),
        products.map(product => product.merchantId),
        products.map(product => JSON.stringify(product.name)),
        products.map(product => product.price),
        products.map(product => product.currency),
        products.map(product => product.active),
      ],
    )
  },
}

/** Products looked up by one query. */
const PRODUCTS_MAX = 500
type LookUp = (id: string) => Promise<Product | undefined>
const lookUps = new WeakMap<Queryable, LookUp>()

/** All who order at the same time ask together. */
function lookUpOf(read: Queryable): LookUp {
  const lookUp = gather(PRODUCTS_MAX, async (ids: readonly string[]) => {
    const { rows } = await read.query<Product>(
      `select id as "productId", merchant_id as "merchantId", name, price::float8 as price, currency, active
       from products where id = any($1)`,
      [[...new Set(ids)]],
    )
    const found = new Map(rows.map(product => [product.productId, product]))
    return ids.map(id => found.get(id))
  })
  lookUps.set(read, lookUp)
  return lookUp
}

export async function productsById(read: Queryable, ids: readonly string[]): Promise<Map<string, Product>> {
  const lookUp = lookUps.get(read) ?? lookUpOf(read)
  const products = await Promise.all([...new Set(ids)].map(lookUp))
  return new Map(products.flatMap(product => (product ? [[product.productId, product] as const] : [])))
}
