/** Stock over HTTP, for a product's merchant and operators: count it, and see every movement. */
import { Type } from 'typebox'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { isRefusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { StockChangeBody } from './bodies.ts'
import { moveStock } from './commands.ts'
import { StockSchema } from './presentation.ts'
import { callerOf, ProductId, SELLERS } from './product-api.ts'
import { findProducts, listMovements, type MovementRow } from './queries.ts'

const MovementSchema = Type.Object({
  number: Type.Integer(),
  kind: Type.Enum(['received', 'adjusted', 'shipped', 'returned']),
  change: Type.Integer(),
  onHand: Type.Integer({ description: 'After the movement.' }),
  reason: Type.Union([Type.String(), Type.Null()]),
  orderId: Type.Union([Type.String(), Type.Null()]),
  actor: Type.String(),
  at: Type.String({ format: 'date-time' }),
})

const NUMBER_MAX = 2_147_483_647
const cursor = defineCursor(Type.Integer({ minimum: 1, maximum: NUMBER_MAX }))

const present = ({ number, kind, change, onHand, reason, orderId, actor, at }: MovementRow) => ({
  number,
  kind,
  change,
  onHand,
  reason,
  orderId,
  actor,
  at: at.toISOString(),
})

export function stockRoutes(context: ServiceContext): readonly Route[] {
  return [
    write({
      method: 'POST',
      path: '/api/products/{id}/stock',
      name: 'moveStock',
      summary: 'Count pieces in or out, never below what is reserved',
      who: SELLERS,
      params: ProductId,
      body: StockChangeBody,
      replies: { 201: Type.Object({ productId: Type.String(), movement: MovementSchema, stock: StockSchema }) },
      refusals: ['product_unknown', 'stock_below_reserved', 'stock_over_limit'],
      pure: true,
      write: ({ params, actor, body }) => moveStock({ productId: params.id, ...body }, callerOf(actor)),
    }),
    read({
      method: 'GET',
      path: '/api/products/{id}/stock',
      name: 'listStockMovements',
      summary: 'What came in and went out, newest first; the sum of the changes is what is on hand',
      who: SELLERS,
      params: ProductId,
      query: Type.Object(pageQuery),
      replies: { 200: PageSchema(MovementSchema) },
      refusals: ['product_unknown'],
      async read({ params, query, actor }) {
        const before = cursor.decode(query.cursor)
        if (isRefusal(before)) return before
        const [row] = await findProducts(context.read, [params.id])
        if (!row) return refuse('product_unknown', { productId: params.id })
        const caller = callerOf(actor)
        if (!caller.operator && row.merchantId !== caller.id) return refuse('forbidden')
        const limit = query.limit ?? PAGE_LIMIT_DEFAULT
        const rows = await listMovements(context.read, params.id, before ?? NUMBER_MAX, limit)
        return ok(pageOf(rows, limit, cursor, ({ number }) => number, present))
      },
    }),
  ]
}
