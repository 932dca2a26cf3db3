/** Stock over HTTP, for a product's merchant and operators: count it, and see every movement. */
import { Type } from 'typebox'
import type { Actor } from '../../platform/auth/tokens.ts'
import { list } from '../../platform/http/routes/list.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { ById, Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
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

const NUMBER_MAX = 2_147_483_646
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
      location: '/api/products/{productId}/stock/{movement.number}',
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
      query: async (_filter, { after, limit }, { params, actor }) =>
        (await mustSell(context, params.id, actor)) ??
        (await listMovements(context.read, params.id, after ?? NUMBER_MAX, limit)),
      position: byNumber,
      present: rows => rows.map(present),
    }),
    read({
      method: 'GET',
      path: '/api/products/{id}/stock/{number}',
      name: 'getStockMovement',
      summary: 'One movement of a product’s stock',
      who: SELLERS,
      params: Type.Object({ ...ById.properties, number: Type.Integer({ minimum: 1, maximum: NUMBER_MAX }) }),
      replies: { 200: MovementSchema },
      refusals: ['product_unknown', 'movement_unknown'],
      async read({ params: { id, number }, actor }) {
        const refusal = await mustSell(context, id, actor)
        if (refusal) return refusal
        const [newest] = await listMovements(context.read, id, number + 1, 1)
        return newest?.number === number ? ok(present(newest)) : refuse('movement_unknown')
      },
    }),
  ]
}

const present = ({ at, ...row }: MovementRow) => ({ ...row, at: at.toISOString() })

/** Movements are shown to the product's merchant and to operators. */
async function mustSell({ read: database }: ServiceContext, productId: string, actor: Actor): Promise<Refusal | null> {
  const [row] = await findProducts(database, [productId])
  if (!row) return refuse('product_unknown', { productId })
  const { operator, id } = callerOf(actor)
  return operator || row.merchantId === id ? null : refuse('forbidden')
}
