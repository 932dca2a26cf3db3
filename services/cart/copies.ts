/** The cart's copy of the catalog: kept from the catalog's events, read together with a cart in one query. */
import {
  availabilityChanged,
  type Localized,
  type ProductDetails,
  productAdded,
  productChanged,
} from '../../contracts/catalog.ts'
import type { Queryable } from '../../platform/database.ts'
import type { Message } from '../../platform/message.ts'
import type { Projection } from '../../platform/service.ts'
import type { Cart } from './cart.ts'

/** What the cart knows of a product as it is now. */
export interface Copy {
  readonly productId: string
  readonly name: Localized
  readonly image: string | null
  /** Minor units. */
  readonly price: number
  readonly currency: string
  readonly active: boolean
  /** There is some of it. */
  readonly available: boolean
}

const UPSERT_PRODUCTS = `
  insert into products (product_id, name, image, price, currency, active)
  select product_id, name::json, image, price, currency, active
  from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::boolean[])
    as p (product_id, name, image, price, currency, active)
  on conflict (product_id) do update set name = excluded.name, image = excluded.image, price = excluded.price,
    currency = excluded.currency, active = excluded.active`

const UPSERT_AVAILABILITY = `
  insert into availability (product_id, available) select * from unnest($1::text[], $2::boolean[])
  on conflict (product_id) do update set available = excluded.available`

/** The last word on each product. */
function lastOf<D extends { readonly productId: string }>(
  events: readonly Message<D>[],
  types: readonly string[],
): D[] {
  const last = new Map<string, D>()
  for (const { type, data } of events) if (types.includes(type)) last.set(data.productId, data)
  return [...last.values()]
}

export const productCopies: Projection = {
  name: 'product-copies',
  from: 'catalog',
  tables: ['products', 'availability'],
  types: [productAdded.type, productChanged.type, availabilityChanged.type],
  async apply(tx, events) {
    const products = lastOf<ProductDetails>(events, [productAdded.type, productChanged.type])
    const told = lastOf<{ productId: string; available: boolean }>(events, [availabilityChanged.type])
    const columns = [
      products.map(p => p.productId),
      products.map(p => JSON.stringify(p.name)),
      products.map(p => p.image),
      products.map(p => p.price),
      products.map(p => p.currency),
      products.map(p => p.active),
    ]
    const availability = [told.map(p => p.productId), told.map(p => p.available)]
    await Promise.all([
      products.length > 0 && tx.query(UPSERT_PRODUCTS, columns),
      told.length > 0 && tx.query(UPSERT_AVAILABILITY, availability),
    ])
  },
}

const READ = `
  select h.state as cart, c.copies
  from (select $1::text as stream) k left join heads h on h.stream = k.stream
  left join lateral (
    select json_agg(json_build_object('productId', p.product_id, 'name', p.name, 'image', p.image, 'price', p.price,
             'currency', p.currency, 'active', p.active, 'available', coalesce(a.available, false))) as copies
    from products p left join availability a using (product_id)
    where p.product_id = any (
      array(select line ->> 'productId' from json_array_elements(h.state -> 'lines') as line) || $2::text)) c on true`

export interface CartWithCopies {
  readonly cart: Cart
  readonly copies: ReadonlyMap<string, Copy>
}

/** A cart, its products as they are now, and, if it is named, one more product that is about to be added. */
export async function readCart(read: Queryable, key: string, productId?: string): Promise<CartWithCopies> {
  const { rows } = await read.query<{ cart: Cart | null; copies: Copy[] | null }>(READ, [key, productId ?? null])
  const copies = rows[0]?.copies ?? []
  return {
    cart: rows[0]?.cart ?? { lines: [] },
    copies: new Map(copies.map(copy => [copy.productId, copy])),
  }
}
