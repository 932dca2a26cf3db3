/** Remittances over HTTP: send money, and see what was sent and received. */
import { type Static, Type } from 'typebox'
import { maskedNames } from '../../contracts/identity.ts'
import { AmountSchema, CurrencySchema, DEFAULT_CURRENCY, toMinor } from '../../platform/http/routes/amount.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { ok, type RequestInput, type Route, read, type Waiting, write } from '../../platform/http/routes/route.ts'
import type { Command } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { mayRemit, REMITTANCE_MAX, startRemittance } from './commands.ts'
import { maySee, present, presentAll, RemittanceResponse } from './present.ts'
import { isActive, recipientNamed } from './recipient.ts'
import { isTerminal, type Remittance, recipientOf, remittanceKey } from './remittance.ts'
import { listRemittances } from './views.ts'

const Id = Type.String({ minLength: 1, maxLength: 80 })
const cursor = defineCursor(Type.String())

const To = Type.Union([
  Type.Object({ userId: Id }),
  Type.Object({ email: Type.String({ pattern: '^[^\\s@]+@[^\\s@]+$', maxLength: 254 }) }),
  Type.Object({
    bankCode: Type.String({ pattern: '^[0-9]{3}$', examples: ['004'] }),
    accountNumber: Type.String({ pattern: '^[0-9](-?[0-9]){5,19}$', examples: ['110-123-456789'] }),
    holderName: Type.String({ minLength: 1, maxLength: 100 }),
  }),
])
const Body = Type.Object({
  to: To,
  amount: AmountSchema,
  currency: Type.Optional(CurrencySchema),
  memo: Type.Optional(Type.String({ maxLength: 100 })),
})

const waitingOf = (context: ServiceContext): Waiting => ({
  stream: reply => remittanceKey(reply.id),
  until: isTerminal,
  async present(reply, { actor }: RequestInput) {
    const state = (await context.writer.head<Remittance>(remittanceKey(reply.id)))?.state
    return state ? (await presentAll(context, [state], actor.id))[0] : reply
  },
})

export const remittanceRoutes = (context: ServiceContext): readonly Route[] => [
  sendRoute(context),
  oneRoute(context),
  listRoute(context),
]

function sendRoute(context: ServiceContext): Route {
  return write({
    method: 'POST',
    path: '/api/remittances',
    name: 'sendRemittance',
    summary: 'Send money to a member or a bank account; what the wallet lacks is pulled from my linked bank account',
    who: 'member',
    body: Body,
    replies: { 201: RemittanceResponse },
    refusals: [
      'invalid_amount',
      'unknown_currency',
      'currency_not_supported',
      'over_limit',
      'recipient_unknown',
      'recipient_inactive',
      'sender_inactive',
      'self_transfer',
    ],
    write: ({ actor, body }) => prepare(context, actor.id, body),
    wait: waitingOf(context),
  })
}

async function prepare(context: ServiceContext, from: string, body: Static<typeof Body>): Promise<Command | Refusal> {
  const currency = body.currency ?? DEFAULT_CURRENCY
  const max = Number(context.settings.REMITTANCE_MAX_KRW ?? REMITTANCE_MAX)
  const amount = toMinor(body.amount, currency)
  if (isRefusal(amount)) return amount
  const refusal = mayRemit(amount, currency, max)
  if (refusal) return refusal
  if (!(await isActive(context, from))) return refuse('sender_inactive')
  const to = await recipientNamed(context, from, body.to)
  if (isRefusal(to)) return to
  const sealer = await context.vault.sealer(from)
  if (!sealer) return refuse('unauthenticated')
  const memo = body.memo || null
  const member = recipientOf({ to })
  const names = member ? await context.rpc.call(maskedNames, { ids: [member] }) : {}
  const sealedMemo = memo === null ? null : sealer.seal(memo)
  return startRemittance({
    request: { remittanceId: context.ports.ids.next('rem'), from, to, amount, currency, sealedMemo },
    max,
    sealer,
    present: remittance => present(remittance, from, names, memo),
  })
}

function oneRoute(context: ServiceContext): Route {
  return read({
    method: 'GET',
    path: '/api/remittances/{id}',
    name: 'getRemittance',
    summary: 'One remittance that I sent or received',
    who: 'member',
    params: Type.Object({ id: Id }),
    replies: { 200: RemittanceResponse },
    refusals: ['remittance_unknown'],
    async read({ actor, params }) {
      const state = (await context.writer.head<Remittance>(remittanceKey(params.id)))?.state
      if (!state || !maySee(state, actor.id)) return refuse('remittance_unknown')
      return ok((await presentAll(context, [state], actor.id))[0])
    },
  })
}

function listRoute(context: ServiceContext): Route {
  return read({
    method: 'GET',
    path: '/api/remittances',
    name: 'listRemittances',
    summary: 'What I sent, also what failed, and what I received; newest first',
    who: 'member',
    query: Type.Object({ ...pageQuery, direction: Type.Optional(Type.Enum(['sent', 'received'])) }),
    replies: { 200: PageSchema(RemittanceResponse) },
    async read({ actor, query }) {
      const before = cursor.decode(query.cursor)
      if (isRefusal(before)) return before
      const limit = query.limit ?? PAGE_LIMIT_DEFAULT
      const asked = { memberId: actor.id, direction: query.direction ?? null, before, limit }
      const rows = await listRemittances(context.read, asked)
      const page = pageOf(
        rows,
        limit,
        cursor,
        row => row.id,
        row => row.state,
      )
      return ok({ ...page, items: await presentAll(context, page.items, actor.id) })
    },
  })
}
