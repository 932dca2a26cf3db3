/** Money between wallets and bank accounts over HTTP: top-ups and withdrawals, each member's own. */
import { Type } from 'typebox'
import type { Queryable } from '../../platform/db/database.ts'
import { AmountSchema, CurrencySchema, DEFAULT_CURRENCY, toMinor } from '../../platform/http/routes/amount.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal, refuse } from '../../platform/kit/refusal.ts'
import type { Room } from '../../platform/service/service.ts'
import { type CrossingsAsked, listTopUps, listWithdrawals } from './bank-views.ts'
import { topUpMax, withdrawalMax } from './limits.ts'
import { regionOf } from './members.ts'
import { presentTopUp, presentWithdrawal, TopUpShown, WithdrawalShown } from './present.ts'
import { topUpKey } from './top-up.ts'
import { requestTopUp } from './top-up-commands.ts'
import { withdrawalKey } from './withdrawal.ts'
import { requestWithdrawal } from './withdrawal-commands.ts'

const Id = Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) })
const cursor = defineCursor(Type.String())

/** What a member asks for, in minor units. */
interface Asked {
  readonly memberId: string
  readonly amount: number
  readonly currency: string
}

interface Crossing {
  readonly memberId: string
  readonly status: string
}

/** A way of money between wallet and bank account: how it is named, asked for, found and shown. */
interface Way<S extends Crossing> {
  readonly path: string
  readonly name: string
  readonly summaries: { readonly ask: string; readonly one: string; readonly list: string }
  readonly unknown: string
  readonly shown: Type.TSchema
  readonly refusals: readonly string[]
  readonly key: (id: string) => string
  readonly present: (state: S) => unknown
  readonly request: (room: Room, asked: Asked) => Command | Promise<Command>
  readonly list: (read: Queryable, asked: CrossingsAsked) => Promise<{ id: string; state: S }[]>
}

const topUps: Way<Parameters<typeof presentTopUp>[0]> = {
  path: '/api/money/top-ups',
  name: 'TopUp',
  summaries: {
    ask: 'Fill my wallet from my linked bank account',
    one: 'One of my top-ups',
    list: 'My top-ups, newest first',
  },
  unknown: 'top_up_unknown',
  shown: TopUpShown,
  refusals: [],
  key: topUpKey,
  present: presentTopUp,
  request: async (room, asked) =>
    requestTopUp({
      ...asked,
      topUpId: room.ports.ids.next('top'),
      region: await regionOf(room.read, asked.memberId),
      max: topUpMax(room),
    }),
  list: listTopUps,
}

const withdrawals: Way<Parameters<typeof presentWithdrawal>[0]> = {
  path: '/api/money/withdrawals',
  name: 'Withdrawal',
  summaries: {
    ask: 'Pay from my wallet to my linked bank account',
    one: 'One of my withdrawals',
    list: 'My withdrawals, newest first',
  },
  unknown: 'withdrawal_unknown',
  shown: WithdrawalShown,
  refusals: ['insufficient_funds'],
  key: withdrawalKey,
  present: presentWithdrawal,
  request: (room, asked) =>
    requestWithdrawal({ ...asked, withdrawalId: room.ports.ids.next('wdr'), max: withdrawalMax(room) }),
  list: listWithdrawals,
}

export const bankRoutes = (room: Room): readonly Route[] => [...routesOf(room, topUps), ...routesOf(room, withdrawals)]

const isOver = ({ status }: Crossing): boolean => status === 'succeeded' || status === 'failed'

function routesOf<S extends Crossing>(room: Room, way: Way<S>): readonly Route[] {
  return [askRoute(room, way), oneRoute(room, way), listRoute(room, way)]
}

function askRoute<S extends Crossing>(room: Room, way: Way<S>): Route {
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
      return isRefusal(amount) ? amount : way.request(room, { memberId: actor.id, amount, currency })
    },
    wait: {
      stream: reply => way.key(reply.id),
      until: isOver,
      async present(reply) {
        const head = await room.writer.head<S>(way.key(reply.id))
        return head ? way.present(head.state) : reply
      },
    },
  })
}

function oneRoute<S extends Crossing>(
  room: Room,
  { path, name, summaries, unknown, shown, key, present }: Way<S>,
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
      const state = (await room.writer.head<S>(key(params.id)))?.state
      return state?.memberId === actor.id ? ok(present(state)) : refuse(unknown)
    },
  })
}

function listRoute<S extends Crossing>(room: Room, { path, name, summaries, shown, present, list }: Way<S>): Route {
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
      const rows = await list(room.read, { memberId: actor.id, before, limit })
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
