/** The service's own copy of the catalog: what an order needs to know of a product. */
import { type ProductSnapshot, productAdded, productChanged } from '../../contracts/catalog.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { LastWritten, SharedReads } from '../../platform/db/shared-reads.ts'
import { gather } from '../../platform/ports/gather.ts'
import { projection } from '../../platform/service/handlers.ts'
import type { ServiceContext } from '../../platform/service/service.ts'

type Product = Omit<ProductSnapshot, 'category' | 'image'>

export const productsCopy = projection({
  name: 'products',
  tables: ['products'],
  events: [productAdded, productChanged],
  async apply(tx, events) {
    const products = [...new Map(events.map(({ data }) => [data.productId, data])).values()]
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
})

/** Products looked up by one query. */
const PRODUCTS_MAX = 500
/** About 0.3 kB each. */
const PRODUCTS_KEPT = 10_000
type LookUp = (id: string) => Promise<Product | null>
const lookUps = new WeakMap<ServiceContext, LookUp>()

/** All who order at the same time ask together, and nobody again until the copy has changed. */
function lookUpOf(context: ServiceContext): LookUp {
  const { ports, projections, read } = context
  const last = new LastWritten(ports.clock, () => projections.reached(productsCopy.name))
  projections.onApplied(name => {
    if (name === productsCopy.name) last.written()
  })
  const known = new SharedReads<Product | null>(last, PRODUCTS_KEPT)
  const stored = gather(PRODUCTS_MAX, (ids: readonly string[]) => productsOf(read, ids))
  const lookUp = (id: string) => known.ask(id, () => stored(id))
  lookUps.set(context, lookUp)
  return lookUp
}

export async function productsById(context: ServiceContext, ids: readonly string[]): Promise<Map<string, Product>> {
  const lookUp = lookUps.get(context) ?? lookUpOf(context)
  const products = await Promise.all([...new Set(ids)].map(lookUp))
  return new Map(products.flatMap(product => (product ? [[product.productId, product] as const] : [])))
}

async function productsOf(read: Queryable, ids: readonly string[]): Promise<(Product | null)[]> {
  const { rows } = await read.query<Product>(
    `select id as "productId", merchant_id as "merchantId", name, price::float8 as price, currency, active
     from products where id = any($1)`,
    [[...new Set(ids)]],
  )
  const found = new Map(rows.map(product => [product.productId, product]))
  return ids.map(id => found.get(id) ?? null)
}
