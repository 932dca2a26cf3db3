/** What the money service tells, takes and answers. Amounts are integers in the currency's minor unit. */
import { type Static, Type } from 'typebox'
import { command, event } from '../platform/contract.ts'
import { rpc } from '../platform/rpc.ts'

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

/** Sets an amount of `debit` aside, to go to `credit` when it is posted. */
export const placeHold = command(
  'money',
  'money.place-hold',
  Type.Object({
    holdId: Type.String(),
    debit: AccountId,
    credit: AccountId,
    amount: Amount,
    currency: Currency,
    reference: Type.String(),
    expiresAt: Type.Optional(Type.String()),
  }),
)
/** A hold is named with its two accounts, so that the book can lock them without reading first. */
const HeldBetween = { holdId: Type.String(), debit: AccountId, credit: AccountId }
/** Posts a hold, whole or in part; the rest is released. */
export const postHold = command(
  'money',
  'money.post-hold',
  Type.Object({ ...HeldBetween, amount: Type.Optional(Amount) }),
)
export const voidHold = command('money', 'money.void-hold', Type.Object(HeldBetween))
/** One transfer between two accounts, such as `psp:KRW` to `sales:KRW` for a captured card payment. */
export const postTransfer = command(
  'money',
  'money.post-transfer',
  Type.Object({
    transferId: Type.String(),
    kind: Type.String(),
    debit: AccountId,
    credit: AccountId,
    amount: Amount,
    currency: Currency,
    reference: Type.String(),
  }),
)

export const balanceIsZero = rpc<{ memberId: string }, { zero: boolean }>('money', 'balance-is-zero')

export const walletOf = (memberId: string, currency: string): string => `wallet:${memberId}:${currency}`
export const salesAccount = (currency: string): string => `sales:${currency}`
export const pspAccount = (currency: string): string => `psp:${currency}`
export const bankAccount = (currency: string): string => `bank:${currency}`
export const suspenseAccount = (currency: string): string => `suspense:${currency}`
