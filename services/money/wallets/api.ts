/** Wallets over HTTP: balance, transfers between members, and an operator's deposits. */
import { Type } from 'typebox'
import { memberInfo } from '../../../contracts/identity.ts'
import {
  AmountSchema,
  CurrencySchema,
  DEFAULT_CURRENCY,
  toMajor,
  toMinor,
} from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { balancesOf } from './balances.ts'
import { deposit } from './deposit.ts'
import { transactionsRoute } from './transactions-api.ts'
import { TRANSFER_MAX, transferBetweenMembers } from './transfer.ts'
import { WALLET_CURRENCIES } from './wallets.ts'

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
