/** What the money service tells, takes and answers. Amounts are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, defineContract, event, rpc } from '../platform/kit/contract.ts'
import { requestTransfer } from './banking.ts'

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
const TRANSFER_REFUSALS = ['account_unknown', 'currency_mismatch', 'insufficient_funds']
const HOLD_REFUSALS = ['hold_exists', 'account_inactive', 'recipient_inactive', ...TRANSFER_REFUSALS]
const HOLD_ENDED = ['hold_already_posted', 'hold_already_voided', 'hold_expired']

const FundedHold = Type.Object({
  holdId: Type.String(),
  amount: Amount,
  currency: Currency,
  /** What was pulled from the bank; 0 when the wallet was not short. */
  toppedUp: Type.Integer({ minimum: 0 }),
})
export type FundedHold = Static<typeof FundedHold>

/** Sets an amount of `debit` aside, to go to `credit` when it is posted. */
export const placeHold = command('money.place-hold', Type.Object(HoldRequest), {
  reply: Type.Object({ holdId: Type.String(), amount: Amount, currency: Currency }),
  refusals: HOLD_REFUSALS,
})
/**
 * Like `place-hold` on a member's wallet, but where the wallet is short, the shortfall (rounded up to a multiple of
 * `roundTo` minor units) is pulled from the member's linked bank account first. What the wallet has is set aside at once,
 * so the answer is either the whole hold or a refusal with nothing held. Asking again for the same hold gives the same.
 * Answers `FundedHold`; refuses like `place-hold`, like `banking.request-transfer` when the bank does, and with
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
/** A hold is named with its two accounts, so that the book can lock them without reading first. */
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
/** Transfers that are posted with another or not at all, such as the fee with a sale. */
const Linked = Type.Optional(Type.Array(Type.Object(TransferRequest), { maxItems: 4 }))
/**
 * Posts a hold, whole or in part; the rest is released. `kind` names the posting, `payment` unless said; `reference` is
 * the hold's unless said (a posting to `bank` names the bank's transfer). To the wallet of a member who is deactivated it
 * is refused as `recipient_inactive`.
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

/** Where a top-up stands; the number is what the pay clients read. */
export const TOP_UP_CODE = { requested: 0, succeeded: 1, failed: 2 } as const

const TopUp = {
  topUpId: Type.String(),
  memberId: Type.String(),
  amount: Amount,
  currency: Currency,
  /** The member's region when it was requested, for the sums per region. */
  region: Type.Union([Type.String(), Type.Null()]),
  /** The payment or remittance it is for; null when the member asked for it. */
  reference: Type.Union([Type.String(), Type.Null()]),
  /** The bank's, `bkt_…`. */
  transferId: Type.String(),
}
export const topUpRequested = event('money.top-up-requested', Type.Object(TopUp))
export type TopUpRequested = Static<typeof topUpRequested.schema>
export const topUpSucceeded = event('money.top-up-succeeded', Type.Object(TopUp))
/** The money came in, but the wallet cannot take it any more: it is in suspense on its way back to the member's bank. */
export const topUpReturning = event('money.top-up-returning', Type.Object({ ...TopUp, reason: Type.String() }))
export const topUpFailed = event('money.top-up-failed', Type.Object({ ...TopUp, reason: Type.String() }))

const Withdrawal = {
  withdrawalId: Type.String(),
  memberId: Type.String(),
  amount: Amount,
  currency: Currency,
  /** The bank's, `bkt_…`. */
  transferId: Type.String(),
}
export const withdrawalRequested = event('money.withdrawal-requested', Type.Object(Withdrawal))
export type WithdrawalRequested = Static<typeof withdrawalRequested.schema>
export const withdrawalSucceeded = event('money.withdrawal-succeeded', Type.Object(Withdrawal))
export const withdrawalFailed = event('money.withdrawal-failed', Type.Object({ ...Withdrawal, reason: Type.String() }))

/** What the ledger posted to its `bank` account; `reference` is the bank transfer's id (`bkt_…`) where there is one. */
const BankPosting = Type.Object({
  transferId: Type.String(),
  direction: Type.Enum(['in', 'out']),
  amount: Type.Integer(),
  currency: Type.String(),
  reference: Type.Union([Type.String(), Type.Null()]),
  at: Type.String(),
})
export type BankPosting = Static<typeof BankPosting>
/** Postings of a span of time, `until` excluded, oldest first. */
export const bankPostings = rpc(
  'money.bank-postings',
  Type.Object({ from: Type.String(), until: Type.String() }),
  Type.Object({ postings: Type.Array(BankPosting) }),
)

/** Nothing is in the member's wallets, nothing is held, and nothing is on its way from or to their bank. */
export const balanceIsZero = rpc(
  'money.balance-is-zero',
  Type.Object({ memberId: Type.String() }),
  Type.Object({ zero: Type.Boolean() }),
)

export const walletOf = (memberId: string, currency: string): string => `wallet:${memberId}:${currency}`
export const salesAccount = (currency: string): string => `sales:${currency}`
export const pspAccount = (currency: string): string => `psp:${currency}`
export const bankAccount = (currency: string): string => `bank:${currency}`
export const suspenseAccount = (currency: string): string => `suspense:${currency}`
export const feeAccount = (currency: string): string => `fee:${currency}`
/** What a franchise has earned and was not paid out yet. */
export const franchiseAccount = (franchiseId: string, currency: string): string =>
  `franchise:${franchiseId}:${currency}`

/** From a hold's own timer. */
export const expireHold = command('money.expire-hold', Type.Object(HeldBetween))

const FundedFor = Type.Object(HoldRequest)
/** What a top-up's saga works on. */
const Pulling = {
  topUpId: Type.String(),
  memberId: Type.String(),
  amount: Amount,
  currency: Currency,
  /** The bank's transfer, and the one that would take it back. */
  transferId: Type.String(),
  refundId: Type.String(),
  /** What the money is for. */
  hold: Type.Union([FundedFor, Type.Null()]),
}
/** From its own saga: the bank has paid. */
export const creditTopUp = command('money.credit-top-up', Type.Object(Pulling))
export const failTopUp = command(
  'money.fail-top-up',
  /** `wentBack`: the money came in from the bank, and went back. */
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
  rpcs: { bankPostings, balanceIsZero },
})
