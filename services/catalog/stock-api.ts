/** Stock over HTTP, for a product's merchant and operators: count it, and see every movement. */
import { Type } from 'typebox'
import { idOf } from '../../contracts/api-fields.ts'
import type { Actor } from '../../platform/auth/tokens.ts'
import { list } from '../../platform/http/routes/list.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { ById, Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { namedEnum } from '../../platform/kit/named-enum.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { StockChangeBody } from './bodies.ts'
import { moveStock } from './commands.ts'
import { StockSchema } from './presentation.ts'
import { callerOf, OF_SELLER, SELLERS } from './product-api.ts'
import { findProducts, listMovements, type MovementRow } from './queries.ts'

const MOVEMENT_KIND = {
  received: { ko: '입고', en: 'Counted in by hand.' },
  adjusted: { ko: '조정', en: 'Counted out by hand.' },
  shipped: { ko: '판매', en: 'Sold with an order.' },
  returned: { ko: '반품', en: 'Came back from an order.' },
} as const
const MovementKind = namedEnum('StockMovementKind', MOVEMENT_KIND, { description: 'Why the stock moved.' })

const MovementSchema = Type.Object(
  {
    number: Type.Integer({ description: 'Of the product’s movements, counted from one.', examples: [7] }),
    kind: MovementKind,
    change: Type.Integer({ description: 'Pieces: above zero those that came in.', examples: [20] }),
    onHand: Type.Integer({ description: 'After the movement.', examples: [246] }),
    reason: Nullable(Type.String({ examples: ['입고'] }), { description: 'Why it was counted by hand.' }),
    orderId: Nullable(idOf('order'), { description: 'Of what was shipped or returned.', example: null }),
    actor: idOf('merchant', { description: 'Who did it.' }),
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
      description:
        'Adds pieces that came in, or takes out pieces that are not there any more, with a reason, for the merchant of the product or an operator. The stock cannot fall below what orders have reserved: `stock_below_reserved`.',
      ...OF_SELLER,
      body: StockChangeBody,
      replies: { 201: Type.Object({ productId: idOf('product'), movement: MovementSchema, stock: StockSchema }) },
      location: '/api/products/{productId}/stock/{movement.number}',
      refusals: ['product_unknown', 'stock_below_reserved', 'stock_over_limit'],
      write: ({ params, actor, body }) => moveStock({ productId: params.id, ...body }, callerOf(actor)),
    }),
    list({
      path: '/api/products/{id}/stock',
      name: 'listStockMovements',
      summary: 'What came in and went out, newest first; the sum of the changes is what is on hand',
      description:
        'Every movement of a product’s stock: what was counted by hand, and what orders shipped or brought back. For the merchant of the product and operators.',
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
      description:
        'By its number, which counts the movements of the product from one. For the merchant of the product and operators.',
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
