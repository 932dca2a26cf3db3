/** Stock over HTTP, for a product's merchant and operators: count it, and see every movement. */
import { Type } from 'typebox'
import { list } from '../../platform/http/routes/list.ts'
import { type Route, write } from '../../platform/http/routes/route.ts'
import { ById, Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { StockChangeBody } from './bodies.ts'
import { moveStock } from './commands.ts'
import { StockSchema } from './presentation.ts'
import { callerOf, OF_SELLER, SELLERS } from './product-api.ts'
import { findProducts, listMovements, type MovementRow } from './queries.ts'

const MovementSchema = Type.Object(
  {
    number: Type.Integer(),
    kind: Type.Enum(['received', 'adjusted', 'shipped', 'returned']),
    change: Type.Integer(),
    onHand: Type.Integer({ description: 'After the movement.' }),
    reason: Nullable(Type.String()),
    orderId: Nullable(Type.String()),
    actor: Type.String(),
    at: Timestamp,
  },
  { $id: 'StockMovement' },
)

const NUMBER_MAX = 2_147_483_647
const byNumber = {
  schema: Type.Integer({ minimum: 1, maximum: NUMBER_MAX }),
  of: ({ number }: MovementRow) => number,
}

export function stockRoutes(context: ServiceContext): readonly Route[] {
  return [
    write({
      method: 'POST',
      path: '/api/products/{id}/stock',
      name: 'moveStock',
      summary: 'Count pieces in or out, never below what is reserved',
      ...OF_SELLER,
      body: StockChangeBody,
      replies: { 201: Type.Object({ productId: Type.String(), movement: MovementSchema, stock: StockSchema }) },
      refusals: ['product_unknown', 'stock_below_reserved', 'stock_over_limit'],
      write: ({ params, actor, body }) => moveStock({ productId: params.id, ...body }, callerOf(actor)),
    }),
    list({
      path: '/api/products/{id}/stock',
      name: 'listStockMovements',
      summary: 'What came in and went out, newest first; the sum of the changes is what is on hand',
      who: SELLERS,
      params: ById,
      item: MovementSchema,
      refusals: ['product_unknown'],
      async query(_filter, { after, limit }, { params: { id: productId }, actor }) {
        const [row] = await findProducts(context.read, [productId])
        if (!row) return refuse('product_unknown', { productId })
        const { operator, id } = callerOf(actor)
        if (!operator && row.merchantId !== id) return refuse('forbidden')
        return listMovements(context.read, productId, after ?? NUMBER_MAX, limit)
      },
      position: byNumber,
      present: rows => rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    }),
  ]
}
