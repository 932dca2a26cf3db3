/** The cart's copy of the catalog: kept from the catalog's events, read together with a cart in one query. */
import type { Static } from 'typebox'
import {
  availabilityChanged,
  type Localized,
  type ProductDetails,
  productAdded,
  productChanged,
} from '../../contracts/catalog.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Message } from '../../platform/kit/message.ts'
import type { Projection } from '../../platform/service/service.ts'
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
  insert into products as p (product_id, version, name, image, price, currency, active)
  select product_id, version, name::json, image, price, currency, active
  from unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::boolean[])
    as t (product_id, version, name, image, price, currency, active)
  on conflict (product_id) do update set version = excluded.version, name = excluded.name, image = excluded.image,
    price = excluded.price, currency = excluded.currency, active = excluded.active
  where excluded.version >= p.version`

const UPSERT_AVAILABILITY = `
  insert into availability as a (product_id, version, available)
  select * from unnest($1::text[], $2::int[], $3::boolean[])
  on conflict (product_id) do update set version = excluded.version, available = excluded.available
  where excluded.version >= a.version`

type VersionedEvent<D> = Pick<Message<D>, 'version' | 'data'>

/** The newest word on each product. */
function newestOf<D extends { readonly productId: string }>(events: readonly Message<D>[], types: readonly string[]) {
  const newest = new Map<string, VersionedEvent<D>>()
  for (const { type, version, data } of events) {
    const known = newest.get(data.productId)
    if (types.includes(type) && version >= (known?.version ?? 0)) newest.set(data.productId, { version, data })
  }
  return [...newest.values()]
}

function upsertProducts(tx: Queryable, told: readonly VersionedEvent<ProductDetails>[]): Promise<unknown> {
  return tx.query(UPSERT_PRODUCTS, [
    told.map(({ data }) => data.productId),
    told.map(({ version }) => version),
    told.map(({ data }) => JSON.stringify(data.name)),
    told.map(({ data }) => data.image),
    told.map(({ data }) => data.price),
    told.map(({ data }) => data.currency),
    told.map(({ data }) => data.active),
  ])
}

function upsertAvailability(tx: Queryable, told: readonly VersionedEvent<Availability>[]): Promise<unknown> {
  return tx.query(UPSERT_AVAILABILITY, [
    told.map(({ data }) => data.productId),
    told.map(({ version }) => version),
    told.map(({ data }) => data.available),
  ])
}

type Availability = Static<typeof availabilityChanged.schema>

export const productCopies: Projection = {
  name: 'product-copies',
  from: 'catalog',
  tables: ['products', 'availability'],
  types: [productAdded.type, productChanged.type, availabilityChanged.type],
  async apply(tx, events) {
    const products = newestOf<ProductDetails>(events, [productAdded.type, productChanged.type])
    const availability = newestOf<Availability>(events, [availabilityChanged.type])
    await Promise.all([
      products.length > 0 && upsertProducts(tx, products),
      availability.length > 0 && upsertAvailability(tx, availability),
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
