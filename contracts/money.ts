/** The contract of money. Amounts are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, defineContract, event, rpc } from '../platform/kit/contract.ts'
import { requestTransfer } from './banking.ts'
import { mayLeave } from './obligations.ts'

const Amount = Type.Integer({ minimum: 1 })
const Currency = Type.String()
/** `wallet:<member>:<currency>`, `sales:<currency>`, … */
const AccountId = Type.String()

export const accountOpened = event(
  'money.account-opened',
  Type.Object({
    account: AccountId,
    kind: Type.String(),
    owner: Type.Union([Type.String(), Type.Null()]),
    currency: Currency,
  }),
)
export type AccountOpened = Static<typeof accountOpened.schema>
export const accountClosed = event('money.account-closed', Type.Object({ account: AccountId }))
export const accountReopened = event('money.account-reopened', Type.Object({ account: AccountId }))

const Posting = Type.Object({
  transferId: Type.String(),
  kind: Type.String(),
  debit: AccountId,
  credit: AccountId,
  amount: Amount,
  currency: Currency,
  reference: Type.Union([Type.String(), Type.Null()]),
  memo: Type.Union([Type.String(), Type.Null()]),
  /** Posted balance of each account on its normal side, after this transfer. */
  debitAfter: Type.Integer(),
  creditAfter: Type.Integer(),
})
export type Posting = Static<typeof Posting>
export const transferred = event('money.transferred', Posting)

const Hold = Type.Object({
  holdId: Type.String(),
  debit: AccountId,
  credit: AccountId,
  amount: Amount,
  currency: Currency,
  reference: Type.Union([Type.String(), Type.Null()]),
  expiresAt: Type.Union([Type.String(), Type.Null()]),
})
export type HoldPlaced = Static<typeof Hold>
export const holdPlaced = event('money.hold-placed', Hold)
export const holdPosted = event(
  'money.hold-posted',
  Type.Object({ holdId: Type.String(), held: Amount, posting: Posting }),
)
const HoldEnded = Type.Object({
  holdId: Type.String(),
  debit: AccountId,
  credit: AccountId,
  amount: Amount,
  currency: Currency,
})
export type HoldEnded = Static<typeof HoldEnded>
export const holdVoided = event('money.hold-voided', HoldEnded)
export const holdExpired = event('money.hold-expired', HoldEnded)

const HoldRequest = {
  holdId: Type.String(),
  debit: AccountId,
  credit: AccountId,
  amount: Amount,
  currency: Currency,
  reference: Type.String(),
  expiresAt: Type.Optional(Type.String()),
}
const TRANSFER_REFUSALS = ['account_unknown', 'currency_mismatch', 'insufficient_funds', 'ledger_limit']
const HOLD_REFUSALS = ['hold_exists', 'account_inactive', 'recipient_inactive', ...TRANSFER_REFUSALS]
const HOLD_ENDED = ['hold_already_posted', 'hold_already_voided', 'hold_expired']

const FundedHold = Type.Object({
  holdId: Type.String(),
  amount: Amount,
  currency: Currency,
  /** The amount pulled from the bank; 0 when the wallet was sufficient. */
  toppedUp: Type.Integer({ minimum: 0 }),
})
export type FundedHold = Static<typeof FundedHold>

/** Sets an amount of `debit` aside, to go to `credit` when it is posted. */
export const placeHold = command('money.place-hold', Type.Object(HoldRequest), {
  reply: Type.Object({ holdId: Type.String(), amount: Amount, currency: Currency }),
  refusals: HOLD_REFUSALS,
})
/**
 * Like `place-hold` on a wallet of a member, but a shortfall (rounded up to a multiple of `roundTo` minor units) is
 * first pulled from the member's linked bank account. The available funds are held immediately, so the reply is either
 * the whole hold or a refusal with nothing held. A repeated request for the same hold gives the same reply. Replies
 * `FundedHold`. Refuses like `place-hold`, like `banking.request-transfer` when the bank does, and with
 * `currency_not_supported` or `over_limit` when the shortfall cannot be pulled.
 */
export const fundHold = command(
  'money.fund-hold',
  Type.Object({ ...HoldRequest, memberId: Type.String(), topUpId: Type.String(), roundTo: Amount }),
  {
    reply: FundedHold,
    refusals: [...new Set([...HOLD_REFUSALS, ...HOLD_ENDED, 'over_limit', ...requestTransfer.refusals])],
  },
)
/** A hold is named with its two accounts, so that the ledger can lock them without reading first. */
const HeldBetween = { holdId: Type.String(), debit: AccountId, credit: AccountId }
const TransferRequest = {
  transferId: Type.String(),
  kind: Type.String(),
  debit: AccountId,
  credit: AccountId,
  amount: Amount,
  currency: Currency,
  reference: Type.String(),
}
/** Transfers that are posted together with another or not at all, such as the fee of a sale. */
const Linked = Type.Optional(Type.Array(Type.Object(TransferRequest), { maxItems: 4 }))
/**
 * Posts a hold, in whole or in part; the rest is released. `kind` names the posting, by default `payment`; `reference`
 * is by default that of the hold (a posting to `bank` names the bank transfer). A posting to the wallet of a
 * deactivated member is refused with `recipient_inactive`.
 */
export const postHold = command(
  'money.post-hold',
  Type.Object({
    ...HeldBetween,
    amount: Type.Optional(Amount),
    kind: Type.Optional(Type.String()),
    reference: Type.Optional(Type.String()),
    linked: Linked,
  }),
  {
    reply: Type.Object({ transferId: Type.String(), amount: Amount, currency: Currency }),
    refusals: ['hold_unknown', ...HOLD_ENDED, 'hold_exceeded', 'recipient_inactive', ...TRANSFER_REFUSALS],
  },
)
/** A hold that is voided or expired stays as it is, and the answer is still yes. */
export const voidHold = command('money.void-hold', Type.Object(HeldBetween), {
  reply: Type.Object({ status: Type.Enum(['voided', 'expired']) }),
  refusals: ['hold_unknown', 'hold_already_posted'],
})
/** One transfer between two accounts, such as `psp:KRW` to `sales:KRW` for a captured card payment. */
export const postTransfer = command('money.post-transfer', Type.Object({ ...TransferRequest, linked: Linked }), {
  reply: Type.Object({ transferId: Type.String() }),
  refusals: TRANSFER_REFUSALS,
})

/** The status of a top-up as a number, for pay clients. */
export const TOP_UP_CODE = { requested: 0, succeeded: 1, failed: 2 } as const

const TopUp = {
  topUpId: Type.String(),
  memberId: Type.String(),
  amount: Amount,
  currency: Currency,
  /** The region of the member at the time of the request, for sums per region. */
  region: Type.Union([Type.String(), Type.Null()]),
  /** The payment or remittance that it funds; null when the member requested it. */
  reference: Type.Union([Type.String(), Type.Null()]),
  /** The id at the bank, `bkt_…`. */
  transferId: Type.String(),
}
export const topUpRequested = event('money.top-up-requested', Type.Object(TopUp))
export type TopUpRequested = Static<typeof topUpRequested.schema>
export const topUpSucceeded = event('money.top-up-succeeded', Type.Object(TopUp))
/**
 * The money arrived, but the wallet cannot receive it any more: it is in suspense and is being returned to the member's
 * bank.
 */
export const topUpReturning = event('money.top-up-returning', Type.Object({ ...TopUp, reason: Type.String() }))
export const topUpFailed = event('money.top-up-failed', Type.Object({ ...TopUp, reason: Type.String() }))

const Withdrawal = {
  withdrawalId: Type.String(),
  memberId: Type.String(),
  amount: Amount,
  currency: Currency,
  /** The id at the bank, `bkt_…`. */
  transferId: Type.String(),
}
export const withdrawalRequested = event('money.withdrawal-requested', Type.Object(Withdrawal))
export type WithdrawalRequested = Static<typeof withdrawalRequested.schema>
export const withdrawalSucceeded = event('money.withdrawal-succeeded', Type.Object(Withdrawal))
export const withdrawalFailed = event('money.withdrawal-failed', Type.Object({ ...Withdrawal, reason: Type.String() }))

/**
 * A posting of the ledger to its `bank` account; `reference` is the id of the bank transfer (`bkt_…`) if there is one.
 */
const BankPosting = Type.Object({
  transferId: Type.String(),
  direction: Type.Enum(['in', 'out']),
  amount: Type.Integer(),
  currency: Type.String(),
  reference: Type.Union([Type.String(), Type.Null()]),
  at: Type.String(),
})
export type BankPosting = Static<typeof BankPosting>
/** Postings of a time range, `until` excluded, oldest first. */
export const bankPostings = rpc(
  'money.bank-postings',
  Type.Object({ from: Type.String(), until: Type.String() }),
  Type.Object({ postings: Type.Array(BankPosting) }),
)

/** The obligation of who has money in a wallet; what is held is another. */
export const WALLET_BALANCE = 'wallet_balance'

const WALLET = 'wallet'
export const walletOf = (memberId: string, currency: string): string => `${WALLET}:${memberId}:${currency}`
/** Whose wallet it is; null for an account of another kind. */
export function walletOwner(account: string): string | null {
  const [kind, owner] = account.split(':')
  return kind === WALLET && owner ? owner : null
}
export const salesAccount = (currency: string): string => `sales:${currency}`
export const pspAccount = (currency: string): string => `psp:${currency}`
export const bankAccount = (currency: string): string => `bank:${currency}`
export const suspenseAccount = (currency: string): string => `suspense:${currency}`
export const feeAccount = (currency: string): string => `fee:${currency}`
/** The unpaid earnings of a franchise. */
export const franchiseAccount = (franchiseId: string, currency: string): string =>
  `franchise:${franchiseId}:${currency}`

/** From the timer of a hold. */
export const expireHold = command('money.expire-hold', Type.Object(HeldBetween))

const FundedFor = Type.Object(HoldRequest)
/** The data of a top-up's saga. */
const Pulling = {
  topUpId: Type.String(),
  memberId: Type.String(),
  amount: Amount,
  currency: Currency,
  /** The bank transfer, and the one that would reverse it. */
  transferId: Type.String(),
  refundId: Type.String(),
  /** The hold that the money is for. */
  hold: Type.Union([FundedFor, Type.Null()]),
}
/** From its own saga: the bank has paid. */
export const creditTopUp = command('money.credit-top-up', Type.Object(Pulling))
export const failTopUp = command(
  'money.fail-top-up',
  /** `wentBack`: the money arrived from the bank and was returned. */
  Type.Object({ ...Pulling, reason: Type.String(), wentBack: Type.Boolean() }),
)

const Withdrawing = {
  withdrawalId: Type.String(),
  memberId: Type.String(),
  amount: Amount,
  currency: Currency,
  transferId: Type.String(),
  holdId: Type.String(),
}
/** From its own saga: the bank has paid, or refused. */
export const completeWithdrawal = command('money.complete-withdrawal', Type.Object(Withdrawing))
export const failWithdrawal = command('money.fail-withdrawal', Type.Object({ ...Withdrawing, reason: Type.String() }))

export const moneyContract = defineContract('money', {
  summary: 'Wallets and the ledger behind them; top-ups from the bank and withdrawals to it.',
  events: {
    accountOpened,
    accountClosed,
    accountReopened,
    transferred,
    holdPlaced,
    holdPosted,
    holdVoided,
    holdExpired,
    topUpRequested,
    topUpSucceeded,
    topUpReturning,
    topUpFailed,
    withdrawalRequested,
    withdrawalSucceeded,
    withdrawalFailed,
  },
  commands: {
    placeHold,
    fundHold,
    postHold,
    voidHold,
    postTransfer,
    expireHold,
    creditTopUp,
    failTopUp,
    completeWithdrawal,
    failWithdrawal,
  },
  rpcs: { bankPostings, mayLeave: mayLeave.of('money') },
})
