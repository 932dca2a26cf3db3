/** Wallets over HTTP: balance, transactions, transfers between members, and an operator's deposits. */
import { Type } from 'typebox'
import { maskedNames, memberInfo } from '../../contracts/identity.ts'
import { walletOf } from '../../contracts/money.ts'
import { AmountSchema, CurrencySchema, DEFAULT_CURRENCY, toMajor, toMinor } from '../../platform/http/routes/amount.ts'
import { defineCursor, PAGE_LIMIT_DEFAULT, PageSchema, pageOf, pageQuery } from '../../platform/http/routes/paging.ts'
import { ok, type Route, read, write } from '../../platform/http/routes/route.ts'
import { isRefusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { deposit, TRANSFER_MAX, transferBetweenMembers, WALLET_CURRENCIES } from './commands.ts'
import { balancesOf, type TransactionRow, transactionsOf } from './views.ts'

const Money = { amount: AmountSchema, currency: Type.Optional(CurrencySchema) }
const BAD_AMOUNT = ['invalid_amount', 'unknown_currency']
const Memo = Type.Optional(Type.String({ maxLength: 100 }))
const MemberId = Type.String({ minLength: 1, maxLength: 80 })

const Balance = Type.Object({ currency: Type.String(), available: Type.Number(), pending: Type.Number() })
const Transfer = Type.Object({
  id: Type.String(),
  from: Type.String(),
  to: Type.String(),
  amount: Type.Number(),
  currency: Type.String(),
  memo: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
})
const Transaction = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  direction: Type.Union([Type.Literal('in'), Type.Literal('out')]),
  counterpart: Type.String(),
  amount: Type.Number(),
  currency: Type.String(),
  balance: Type.Number(),
  reference: Type.Union([Type.String(), Type.Null()]),
  memo: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
})

/** No transfer has it; the server counts further than a number here can. */
const NUMBER_MAX = Number.MAX_SAFE_INTEGER
const cursor = defineCursor(Type.Integer({ minimum: 1, maximum: NUMBER_MAX }))

export const walletRoutes = (context: ServiceContext): readonly Route[] => [
  balanceRoute(context),
  transactionsRoute(context),
  transferRoute(context),
  depositRoute(context),
]

function balanceRoute(context: ServiceContext): Route {
  return read({
    method: 'GET',
    path: '/api/money/balance',
    name: 'getBalance',
    summary: 'What is in my wallets: available, and set aside by holds',
    who: 'member',
    replies: {
      200: Type.Object({
        currency: Type.String(),
        available: Type.Number(),
        pending: Type.Number(),
        balances: Type.Array(Balance),
      }),
    },
    async read({ actor }) {
      const stored = await balancesOf(context.read, actor.id)
      const balances = WALLET_CURRENCIES.map(currency => {
        const { posted, held } = stored.find(row => row.currency === currency) ?? { posted: 0, held: 0 }
        return { currency, available: toMajor(posted - held, currency), pending: toMajor(held, currency) }
      })
      return ok({ ...balances.find(({ currency }) => currency === DEFAULT_CURRENCY), balances })
    },
  })
}

function transactionsRoute(context: ServiceContext): Route {
  return read({
    method: 'GET',
    path: '/api/money/transactions',
    name: 'listTransactions',
    summary: 'What went in and out of my wallets, newest first',
    who: 'member',
    query: Type.Object({
      ...pageQuery,
      from: Type.Optional(Type.String({ format: 'date-time' })),
      to: Type.Optional(Type.String({ format: 'date-time' })),
    }),
    replies: { 200: PageSchema(Transaction) },
    async read({ actor, query }) {
      const before = cursor.decode(query.cursor)
      if (isRefusal(before)) return before
      const limit = query.limit ?? PAGE_LIMIT_DEFAULT
      const rows = await transactionsOf(context.read, {
        accounts: WALLET_CURRENCIES.map(currency => walletOf(actor.id, currency)),
        before: before ?? NUMBER_MAX,
        from: query.from ?? null,
        to: query.to ?? null,
        limit,
      })
      const names = await namesOf(context, rows)
      return ok(
        pageOf(
          rows,
          limit,
          cursor,
          row => row.number,
          row => present(row, names),
        ),
      )
    },
  })
}

function transferRoute(context: ServiceContext): Route {
  const maxOf = (currency: string): number =>
    Number(context.settings[`MONEY_TRANSFER_MAX_${currency}`] ?? TRANSFER_MAX[currency] ?? 0)
  return write({
    method: 'POST',
    path: '/api/money/transfers',
    name: 'transferMoney',
    summary: 'Send money to another member, at once',
    who: 'member',
    body: Type.Object({ to: MemberId, ...Money, memo: Memo }),
    replies: { 201: Transfer },
    refusals: [
      ...BAD_AMOUNT,
      'recipient_unknown',
      'recipient_inactive',
      'insufficient_funds',
      'self_transfer',
      'over_limit',
    ],
    pure: true,
    write({ actor, body }) {
      const currency = body.currency ?? DEFAULT_CURRENCY
      const amount = toMinor(body.amount, currency)
      if (isRefusal(amount)) return amount
      const { to, memo = null } = body
      return transferBetweenMembers({ from: actor.id, to, amount, currency, memo, max: maxOf(currency) })
    },
  })
}

function depositRoute(context: ServiceContext): Route {
  return write({
    method: 'POST',
    path: '/api/money/deposits',
    name: 'depositMoney',
    summary: 'Post money that arrived at the partner bank to a member’s wallet',
    who: ['operator'],
    body: Type.Object({ userId: MemberId, ...Money, memo: Memo }),
    replies: {
      201: Type.Object({
        id: Type.String(),
        userId: Type.String(),
        amount: Type.Number(),
        currency: Type.String(),
        memo: Type.Union([Type.String(), Type.Null()]),
        createdAt: Type.String(),
      }),
    },
    refusals: [...BAD_AMOUNT, 'recipient_unknown', 'recipient_inactive'],
    async write({ body }) {
      const currency = body.currency ?? DEFAULT_CURRENCY
      const amount = toMinor(body.amount, currency)
      if (isRefusal(amount)) return amount
      const member = await context.rpc.call(memberInfo, { memberId: body.userId })
      if (!member) return refuse('recipient_unknown')
      const { userId: memberId, memo = null } = body
      return deposit({ memberId, amount, currency, memo, known: member.active })
    },
  })
}

const memberOf = (account: string): string | null =>
  account.startsWith('wallet:') ? (account.split(':')[1] ?? null) : null

async function namesOf(
  context: ServiceContext,
  rows: readonly TransactionRow[],
): Promise<Readonly<Record<string, string>>> {
  const ids = [...new Set(rows.flatMap(row => memberOf(row.counterpart) ?? []))]
  return ids.length === 0 ? {} : context.rpc.call(maskedNames, { ids })
}

function present(row: TransactionRow, names: Readonly<Record<string, string>>) {
  const { id, kind, direction, currency, reference, memo } = row
  const member = memberOf(row.counterpart)
  return {
    id,
    kind,
    direction,
    counterpart: member ? (names[member] ?? '***') : (row.counterpart.split(':')[0] ?? ''),
    amount: toMajor(row.amount, currency),
    currency,
    balance: toMajor(row.balance, currency),
    reference,
    memo,
    createdAt: row.at.toISOString(),
  }
}
