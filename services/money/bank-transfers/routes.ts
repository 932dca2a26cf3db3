/** The routes that top-ups and withdrawals have alike: ask for one, read one, list one's own. */
import { Type } from 'typebox'
import type { Queryable } from '../../../platform/db/database.ts'
import { AmountSchema, CurrencySchema, DEFAULT_CURRENCY, toMinor } from '../../../platform/http/routes/amount.ts'
import {
  defineCursor,
  PAGE_LIMIT_DEFAULT,
  PageSchema,
  pageOf,
  pageQuery,
} from '../../../platform/http/routes/paging.ts'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import type { Command } from '../../../platform/kit/command.ts'
import type { HeadKey } from '../../../platform/kit/head-key.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import type { CrossingsQuery } from './lists.ts'

const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) })
const cursor = defineCursor(Type.String())

/** What a member asks for, in minor units. */
interface BankTransferResource {
  readonly memberId: string
  readonly amount: number
  readonly currency: string
}

/** What the stored reply of a request names. */
interface Named {
  readonly id: string
}

interface Crossing {
  readonly memberId: string
  readonly status: string
}

/** A way of money between wallet and bank account: how it is named, asked for, found and shown. */
export interface BankTransferRoutes<S extends Crossing> {
  readonly path: string
  readonly name: string
  readonly summaries: { readonly ask: string; readonly one: string; readonly list: string }
  readonly unknown: string
  readonly shown: Type.TSchema
  readonly refusals: readonly string[]
  readonly key: (id: string) => HeadKey<S>
  readonly present: (state: S) => unknown
  readonly request: (context: ServiceContext, asked: BankTransferResource) => Command | Promise<Command>
  readonly list: (read: Queryable, asked: CrossingsQuery) => Promise<{ id: string; state: S }[]>
}

const isTerminal = ({ status }: Crossing): boolean => status === 'succeeded' || status === 'failed'

export function routesOf<S extends Crossing>(context: ServiceContext, way: BankTransferRoutes<S>): readonly Route[] {
  return [askRoute(context, way), oneRoute(context, way), listRoute(context, way)]
}

function askRoute<S extends Crossing>(context: ServiceContext, way: BankTransferRoutes<S>): Route {
  return write({
    method: 'POST',
    path: way.path,
    name: `request${way.name}`,
    summary: way.summaries.ask,
    who: 'member',
    body: Type.Object({ amount: AmountSchema, currency: Type.Optional(CurrencySchema) }),
    replies: { 201: way.shown },
    refusals: [
      'invalid_amount',
      'unknown_currency',
      'currency_not_supported',
      'over_limit',
      'account_inactive',
      ...way.refusals,
    ],
    async write({ actor, body }) {
      const currency = body.currency ?? DEFAULT_CURRENCY
      const amount = toMinor(body.amount, currency)
      return isRefusal(amount) ? amount : way.request(context, { memberId: actor.id, amount, currency })
    },
    wait: {
      stream: (reply: Named) => way.key(reply.id),
      until: isTerminal,
      async present(reply: Named) {
        const head = await context.writer.head(way.key(reply.id))
        return head ? way.present(head.state) : reply
      },
    },
  })
}

function oneRoute<S extends Crossing>(
  context: ServiceContext,
  { path, name, summaries, unknown, shown, key, present }: BankTransferRoutes<S>,
): Route {
  return read({
    method: 'GET',
    path: `${path}/{id}`,
    name: `get${name}`,
    summary: summaries.one,
    who: 'member',
    params: Id,
    replies: { 200: shown },
    refusals: [unknown],
    async read({ actor, params }) {
      const state = (await context.writer.head(key(params.id)))?.state
      return state?.memberId === actor.id ? ok(present(state)) : refuse(unknown)
    },
  })
}

function listRoute<S extends Crossing>(
  context: ServiceContext,
  { path, name, summaries, shown, present, list }: BankTransferRoutes<S>,
): Route {
  return read({
    method: 'GET',
    path,
    name: `list${name}s`,
    summary: summaries.list,
    who: 'member',
    query: Type.Object(pageQuery),
    replies: { 200: PageSchema(shown) },
    async read({ actor, query }) {
      const before = cursor.decode(query.cursor)
      if (isRefusal(before)) return before
      const limit = query.limit ?? PAGE_LIMIT_DEFAULT
      const rows = await list(context.read, { memberId: actor.id, before, limit })
      return ok(
        pageOf(
          rows,
          limit,
          cursor,
          row => row.id,
          row => present(row.state),
        ),
      )
    },
  })
}
