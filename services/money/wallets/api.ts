/** Wallets over HTTP: balance, transfers between members, and an operator's deposits. */

import { Type } from 'typebox'
import { givenId } from '../../../contracts/api-fields.ts'
import { memberInfo } from '../../../contracts/identity.ts'
import {
  amount,
  Currency,
  DEFAULT_CURRENCY,
  MONEY_REFUSALS,
  MoneyFields,
  moneyOf,
  toMajor,
} from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { line } from '../../../platform/http/routes/texts.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { deposit } from './deposit.ts'
import { postingRoutes } from './postings-api.ts'
import { DepositResponse, TransferResponse } from './present.ts'
import { summaryRoute } from './summary-api.ts'
import { transactionRoutes } from './transactions-api.ts'
import { TRANSFER_MAX, transferBetweenMembers } from './transfer.ts'
import { balancesOf, WALLET_CURRENCIES } from './wallets.ts'

const Balance = {
  currency: Currency,
  available: amount('what can be spent.', 71_000),
  pending: amount('what is set aside.', 0),
}
const WalletBalance = Type.Object(Balance, { $id: 'WalletBalance' })
const BalanceResponse = Type.Object({ ...Balance, balances: Type.Array(WalletBalance) }, { $id: 'Balance' })
const Requested = { ...MoneyFields, memo: Type.Optional(line(100, { examples: ['점심값'] })) }

export const walletRoutes = (context: ServiceContext): readonly Route[] => [
  balanceRoute(context),
  ...transactionRoutes(context),
  summaryRoute(context),
  transferRoute(context),
  depositRoute(context),
  ...postingRoutes(context),
]

const balanceRoute = (context: ServiceContext): Route =>
  read({
    method: 'GET',
    path: '/api/money/balance',
    name: 'getBalance',
    summary: 'What is in my wallets: available, and set aside by holds',
    description:
      'Of each currency: what can be spent (`available`), and what is set aside for payments and withdrawals under way (`pending`). The fields beside `balances` are those of the wallet in won.',
    who: 'member',
    replies: { 200: BalanceResponse },
    async read({ actor }) {
      const stored = await balancesOf(context.read, actor.id)
      const balances = WALLET_CURRENCIES.map(currency => {
        const { posted, held } = stored.find(row => row.currency === currency) ?? { posted: 0, held: 0 }
        return { currency, available: toMajor(posted - held, currency), pending: toMajor(held, currency) }
      })
      return ok({ ...balances.find(({ currency }) => currency === DEFAULT_CURRENCY), balances })
    },
  })

function transferRoute({ settings }: ServiceContext): Route {
  const maxOf = (currency: string): number =>
    Number(settings[`MONEY_TRANSFER_MAX_${currency}`] ?? TRANSFER_MAX[currency] ?? 0)
  return write({
    method: 'POST',
    path: '/api/money/transfers',
    name: 'transferMoney',
    summary: 'Send money to another member, at once',
    description:
      'Moves money from the caller’s wallet to that of another member, at once and for good; only the recipient can send it back. It is refused with `insufficient_funds` when the wallet is short: a remittance pulls the rest from the bank instead. `over_limit` names the most that can be sent at once.',
    who: 'member',
    body: Type.Object({ to: givenId('recipient'), ...Requested }),
    replies: { 201: TransferResponse },
    refusals: [
      ...MONEY_REFUSALS,
      'recipient_unknown',
      'recipient_inactive',
      'insufficient_funds',
      'self_transfer',
      'over_limit',
      'ledger_limit',
    ],
    pure: true,
    write({ actor, body }) {
      const money = moneyOf(body)
      if (isRefusal(money)) return money
      const { to, memo = null } = body
      return transferBetweenMembers({ from: actor.id, to, ...money, memo, max: maxOf(money.currency) })
    },
  })
}

const depositRoute = (context: ServiceContext): Route =>
  write({
    method: 'POST',
    path: '/api/money/deposits',
    name: 'depositMoney',
    summary: 'Post money that arrived at the partner bank to a member’s wallet',
    description:
      'An operator credits a member’s wallet with money that has arrived at the partner bank by other ways than a top-up. The reconciliation with the bank shows whether it really has.',
    who: ['operator'],
    body: Type.Object({ userId: givenId('member'), ...Requested }),
    replies: { 201: DepositResponse },
    refusals: [...MONEY_REFUSALS, 'recipient_unknown', 'recipient_inactive', 'ledger_limit'],
    async write({ body: { userId: memberId, memo = null, ...asked } }) {
      const money = moneyOf(asked)
      if (isRefusal(money)) return money
      const member = await context.rpc.call(memberInfo, { memberId })
      return member ? deposit({ memberId, ...money, memo, known: member.active }) : refuse('recipient_unknown')
    },
  })
