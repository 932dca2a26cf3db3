/** Looking at franchises: the public list, one of them, and the history of its fee. */
import { Type } from 'typebox'
import { FeeBp } from '../../contracts/franchises.ts'
import type { Actor } from '../../platform/auth/tokens.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { ok, type Route, read } from '../../platform/http/routes/route.ts'
import { isRefusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { callerOf, FranchiseId, franchiseFor } from './api.ts'
import { mayChange } from './commands.ts'
import { type Franchise, franchiseKey } from './franchise.ts'
import { FranchiseInPublic, FranchiseResponse, openContact, presentInPublic, presentWith } from './present.ts'
import { type FeeRow, feesOf, listFranchises } from './views.ts'

/** What the table can count to. */
const FEE_NUMBER_MAX = 2 ** 31 - 1

const cursor = defineCursor(Type.String())
const feeCursor = defineCursor(Type.Integer({ minimum: 1, maximum: FEE_NUMBER_MAX }))

const FranchiseForViewer = Type.Union([FranchiseResponse, FranchiseInPublic])
const Fee = Type.Object({
  feeBp: FeeBp,
  /** Null when it was registered. */
  previousBp: Type.Union([FeeBp, Type.Null()]),
  setBy: Type.String(),
  at: Type.String(),
})

const presentFee = ({ feeBp, previousBp, setBy, at }: FeeRow) => ({
  feeBp,
  previousBp,
  setBy,
  at: at.toISOString(),
})

export function franchiseReads(context: ServiceContext): readonly Route[] {
  const asSeenBy = async (actor: Actor, franchise: Franchise) =>
    mayChange(franchise, callerOf(actor))
      ? presentInPublic(franchise)
      : presentWith(await openContact(context.vault, franchise))(franchise)
  return [
    read({
      method: 'GET',
      path: '/api/franchises',
      name: 'listFranchises',
      summary: 'Franchises, newest first: names and status, and all of what is one’s own',
      who: 'anyone',
      query: Type.Object({
        ...pageQuery,
        mine: Type.Optional(Type.Boolean({ description: 'Only those of the caller.' })),
      }),
      replies: { 200: PageSchema(FranchiseForViewer) },
      async read({ actor, query }) {
        const before = cursor.decode(query.cursor)
        if (isRefusal(before)) return before
        const limit = query.limit ?? PAGE_LIMIT_DEFAULT
        const rows = await listFranchises(context.read, { merchantId: query.mine ? actor.id : null, before, limit })
        const { items, nextCursor } = pageOf(
          rows,
          limit,
          cursor,
          row => row.id,
          row => asSeenBy(actor, row.state),
        )
        return ok({ items: await Promise.all(items), nextCursor })
      },
    }),
    read({
      method: 'GET',
      path: '/api/franchises/{id}',
      name: 'getFranchise',
      summary: 'One franchise: its name and status, and all of it to its owner and operators',
      who: 'anyone',
      params: FranchiseId,
      replies: { 200: FranchiseForViewer },
      refusals: ['franchise_unknown'],
      async read({ params, actor }) {
        const head = await context.writer.head(franchiseKey(params.id))
        return head ? ok(await asSeenBy(actor, head.state)) : refuse('franchise_unknown')
      },
    }),
    read({
      method: 'GET',
      path: '/api/franchises/{id}/fees',
      name: 'listFranchiseFees',
      summary: 'How the fee of a franchise changed, newest first',
      who: ['merchant', 'operator'],
      params: FranchiseId,
      query: Type.Object(pageQuery),
      replies: { 200: PageSchema(Fee) },
      refusals: ['franchise_unknown', 'forbidden'],
      async read({ params, actor, query }) {
        const before = feeCursor.decode(query.cursor)
        if (isRefusal(before)) return before
        const franchise = await franchiseFor(context, params.id, actor)
        if (isRefusal(franchise)) return franchise
        const limit = query.limit ?? PAGE_LIMIT_DEFAULT
        const rows = await feesOf(context.read, params.id, before, limit)
        return ok(pageOf(rows, limit, feeCursor, row => row.number, presentFee))
      },
    }),
  ]
}
