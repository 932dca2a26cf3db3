/** The cart's copy of the catalog: kept from the catalog's events, read together with a cart in one query. */
import {
  availabilityChanged,
  imageOf,
  type ProductSnapshot,
  productAdded,
  productChanged,
} from '../../contracts/catalog.ts'
import { orderConfirmed } from '../../contracts/orders.ts'
import { bigint, boolean, json, text } from '../../platform/db/copy.ts'
import { select, sql } from '../../platform/db/sql.ts'
import { replica, replicaTable } from '../../platform/service/replica.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { type Cart, cartKey } from './cart.ts'

/** What the cart knows of a product as it is now. */
export interface Copy extends Omit<ProductSnapshot, 'merchantId' | 'category' | 'picture'> {
  /** There is some of it. */
  readonly available: boolean
}

export type Copies = ReadonlyMap<string, Copy>

export const productCopies = replica('product-copies', [
  replicaTable({
    table: 'products',
    events: [productAdded, productChanged],
    key: 'product_id',
    columns: {
      product_id: text(({ data }) => data.productId),
      name: json(({ data }) => data.name),
      image: text(({ data }) => imageOf(data)),
      price: bigint(({ data }) => data.price),
      currency: text(({ data }) => data.currency),
      active: boolean(({ data }) => data.active),
    },
  }),
  replicaTable({
    table: 'availability',
    events: [availabilityChanged],
    key: 'product_id',
    columns: { product_id: text(({ data }) => data.productId), available: boolean(({ data }) => data.available) },
  }),
])

/** What members see of their cart follows what they have just done elsewhere: an order of theirs that emptied it. */
async function catchUp({ catchUp }: ServiceContext, memberId: string): Promise<void> {
  await Promise.all([
    catchUp.withThisProcess([productAdded.service]),
    catchUp.withThisProcess([orderConfirmed.service], memberId),
  ])
}

/** A cart, its products as they are now, and, if it is named, one more product that is about to be added. */
export async function readCart(context: ServiceContext, memberId: string, productId?: string) {
  await catchUp(context, memberId)
  const [row] = await select<{ cart: Cart | null; version: number; copies: readonly Copy[] | null }>(
    context.read,
    sql`select h.state as cart, coalesce(h.version, 0) as version, c.copies
        from (select ${cartKey(memberId)}::text as stream) k left join heads h on h.stream = k.stream
        left join lateral (
          select json_agg(json_build_object('productId', p.product_id, 'name', p.name, 'image', p.image,
                   'price', p.price, 'currency', p.currency, 'active', p.active,
                   'available', coalesce(a.available, false))) as copies
          from products p left join availability a using (product_id)
          where p.product_id = any (array(select line ->> 'productId' from json_array_elements(h.state -> 'lines') as line)
                                    || ${productId ?? null}::text)) c on true`,
  )
  const cart: Cart = row?.cart ?? { lines: [] }
  const copies: Copies = new Map((row?.copies ?? []).map(copy => [copy.productId, copy]))
  return { cart, version: row?.version ?? 0, copies }
}
