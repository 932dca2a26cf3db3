/** The service's own copy of the catalog: what an order needs to know of a product. */
import { type ProductSnapshot, productAdded, productChanged } from '../../contracts/catalog.ts'
import { bigint, boolean, json, text } from '../../platform/db/copy.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { LastWritten, SharedReads } from '../../platform/db/shared-reads.ts'
import { select, sql } from '../../platform/db/sql.ts'
import { gather, inOrderOf } from '../../platform/ports/gather.ts'
import { replica, replicaTable } from '../../platform/service/replica.ts'
import type { ServiceContext } from '../../platform/service/service.ts'

type Product = Omit<ProductSnapshot, 'category' | 'image' | 'picture'>

export const productsCopy = replica('products', [
  replicaTable({
    table: 'products',
    events: [productAdded, productChanged],
    key: 'id',
    columns: {
      id: text(({ data }) => data.productId),
      merchant_id: text(({ data }) => data.merchantId),
      name: json(({ data }) => data.name),
      price: bigint(({ data }) => data.price),
      currency: text(({ data }) => data.currency),
      active: boolean(({ data }) => data.active),
    },
  }),
])

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

/** As the catalog has them by now, as far as this process has written it. */
export async function productsById(context: ServiceContext, ids: readonly string[]): Promise<Map<string, Product>> {
  await context.catchUp.withThisProcess([productAdded.service])
  const lookUp = lookUps.get(context) ?? lookUpOf(context)
  const products = await Promise.all([...new Set(ids)].map(lookUp))
  return new Map(products.flatMap(product => (product ? [[product.productId, product] as const] : [])))
}

async function productsOf(read: Queryable, ids: readonly string[]): Promise<(Product | null)[]> {
  const rows = await select<Product>(
    read,
    sql`select id as "productId", merchant_id as "merchantId", name, price::float8 as price, currency, active
        from products where id = any(${[...new Set(ids)]})`,
  )
  return inOrderOf(ids, rows, ({ productId }) => productId)
}
