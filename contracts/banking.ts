/**
 * The contract of banking: members' linked accounts, and firm-banking transfers between the corporate account and any
 * other account. Amounts are integers in the currency's minor unit; the bank keeps KRW.
 * Account numbers and names of holders are never in clear in a message. Fields called `sealed` are encrypted by banking
 * under the key of their owner (`sealAccount`), and only banking can decrypt them.
 */
import { type Static, Type } from 'typebox'
import { command, defineContract, event, rpc } from '../platform/kit/contract.ts'
import { ShownAccount } from './counterparty.ts'
import { lookUp } from './look-up.ts'
import { mayLeave } from './obligations.ts'

const Amount = Type.Integer({ minimum: 1 })

/** An account that is not linked to a member: a payee's, a franchise's. Its bank and last digits may be shown. */
export const SealedAccount = Type.Object({
  /** The owner of the key: the id of a member or of a franchise. */
  owner: Type.String(),
  bankCode: Type.String(),
  last4: Type.String(),
  sealed: Type.String(),
})
export type SealedAccount = Static<typeof SealedAccount>

/** The other side of a transfer; one side is always the corporate account. */
export const Counterparty = Type.Union([
  /** The account that the member has linked when the transfer is made. */
  Type.Object({ kind: Type.Literal('linked'), memberId: Type.String() }),
  Type.Object({ kind: Type.Literal('sealed'), account: SealedAccount }),
  /**
   * The account that an earlier transfer took from or paid to, even if it is no longer linked. For paying back: the new
   * transfer reverses the earlier one.
   */
  Type.Object({ kind: Type.Literal('of-transfer'), transferId: Type.String() }),
])
export type Counterparty = Static<typeof Counterparty>

/** Seen from the corporate account: `in` takes from the counterparty, `out` pays to it. */
export const Direction = Type.Enum(['in', 'out'])
export type Direction = Static<typeof Direction>

const Transfer = {
  /** `bkt_…`; also the idempotency key at the bank, so a repeated request moves money once (see `attempt`). */
  transferId: Type.String(),
  direction: Direction,
  counterparty: Counterparty,
  amount: Amount,
  currency: Type.String(),
  /** The purpose: the id of a top-up, withdrawal, remittance or settlement. */
  reference: Type.String(),
}

const TransferDone = Type.Object({ transferId: Type.String(), bankCode: Type.String(), last4: Type.String() })
export type TransferDone = Static<typeof TransferDone>

/**
 * Moves money at the bank. Replies once the bank has confirmed (`TransferDone`), or refuses: `account_not_linked`,
 * `account_unknown`, `account_closed`, `holder_mismatch`, `bank_insufficient_funds`, `bank_limit_exceeded`,
 * `bank_refused`, `bank_unavailable` (nothing moved), `account_forgotten` (the key of the owner was destroyed), `currency_not_supported`; and for a
 * reversal `transfer_unknown`, `transfer_not_completed`, `transfer_not_reversible`, `already_reversed`,
 * `reversal_exceeds_transfer`. While the outcome is unknown the bank is polled and there is no reply yet.
 * A repeated request with the same id: a completed transfer gives the same reply, a pending one replies when it ends,
 * and a failed one is tried again with the account that is named then, because no money has moved. The same id with
 * other data is refused with `transfer_id_reused`.
 */
export const requestTransfer = command('banking.request-transfer', Type.Object(Transfer), {
  reply: TransferDone,
  refusals: [
    ...['account_not_linked', 'account_unknown', 'account_closed', 'account_forgotten', 'holder_mismatch'],
    ...['bank_insufficient_funds', 'bank_limit_exceeded', 'bank_refused', 'bank_unavailable', 'currency_not_supported'],
    ...['transfer_unknown', 'transfer_not_completed', 'transfer_not_reversible', 'transfer_id_reused'],
    ...['already_reversed', 'reversal_exceeds_transfer'],
  ],
})

const Linked = { accountId: Type.String(), memberId: Type.String(), bankCode: Type.String(), last4: Type.String() }
export const Link = Type.Object({
  ...Linked,
  sealed: Type.String(),
  /** Keyed hash of bank and number: a number is linked once. */
  numberIndex: Type.String(),
})
export type AccountLinked = Static<typeof Link>
export const accountLinked = event('banking.account-linked', Link)
export const accountUnlinked = event('banking.account-unlinked', Type.Object(Linked))

/** The accounts are resolved to what may be shown. */
const BankTransfer = {
  ...Transfer,
  accountId: Type.Union([Type.String(), Type.Null()]),
  bankCode: Type.String(),
  last4: Type.String(),
  /** The account as it was at the time of the request. */
  account: SealedAccount,
  reverses: Type.Union([Type.String(), Type.Null()]),
  /** How often it was requested: after a refusal the bank gets a new key, the id with the suffix `.2`, `.3` … */
  attempt: Type.Integer({ minimum: 1 }),
  /**
   * A transfer of an operator: banking posts it against suspense. All other transfers are posted by the service that
   * requested them.
   */
  toSuspense: Type.Boolean(),
}
export const transferRequested = event('banking.transfer-requested', Type.Object(BankTransfer))
export type TransferRequested = Static<typeof transferRequested.schema>
export const transferCompleted = event(
  'banking.transfer-completed',
  Type.Object({ ...BankTransfer, /** By the bank's clock. */ bookedAt: Type.String({ format: 'date-time' }) }),
)
export type TransferCompleted = Static<typeof transferCompleted.schema>
export const transferFailed = event('banking.transfer-failed', Type.Object({ ...BankTransfer, reason: Type.String() }))
export type TransferFailed = Static<typeof transferFailed.schema>
/** The outcome is still unknown after all queries of the bank. An operator has to look. */
export const transferUnknown = event('banking.transfer-unknown', Type.Object(BankTransfer))

/** The status of a bank transfer as a number, for pay clients. An unknown outcome has no number. */
export const BANK_TRANSFER_CODE = { requested: 0, completed: 1, failed: 2 } as const

const NamedAccount = Type.Object({
  owner: Type.String(),
  bankCode: Type.String(),
  accountNumber: Type.String(),
  holderName: Type.String(),
})
export type NamedAccount = Static<typeof NamedAccount>
/** Encrypts an account under the key of its owner, so that other services may keep it and pass it back. */
export const sealAccount = rpc('banking.seal-account', NamedAccount, SealedAccount)
/** What may be shown of the linked account of a member; null if there is none. */
export const linkedAccount = rpc(
  'banking.linked-account',
  Type.Object({ memberId: Type.String() }),
  Type.Union([Type.Object({ accountId: Type.String(), bankCode: Type.String(), last4: Type.String() }), Type.Null()]),
)

/** What may be shown of the account at the other side of a bank transfer, by the transfer's id. */
export const transferAccounts = lookUp('banking.transfer-accounts', ShownAccount)

const OfTransfer = { transferId: Type.String(), reverses: Type.Union([Type.String(), Type.Null()]) }
/** From its own saga: the answer of the bank. */
export const completeTransfer = command(
  'banking.mark-completed',
  Type.Object({ ...OfTransfer, bookedAt: Type.String({ format: 'date-time' }) }),
)
export const failTransfer = command('banking.mark-failed', Type.Object({ ...OfTransfer, reason: Type.String() }))
/** `moved`: the bank has moved the money, and only the own posting is missing. */
export const markTransferUnknown = command(
  'banking.mark-unknown',
  Type.Object({ ...OfTransfer, moved: Type.Boolean() }),
)

/** From the nightly timer, and for the date it is about: the bank's statement against our transfers and the ledger. */
export const reconciliationDue = command(
  'banking.reconciliation-due',
  Type.Object({ date: Type.String({ format: 'date' }) }),
)
export const reconcileBank = command('banking.reconcile', Type.Object({ date: Type.String({ format: 'date' }) }))

export const bankingContract = defineContract('banking', {
  summary: 'Linked bank accounts, transfers with the bank, and the daily comparison of our books with its statement.',
  events: {
    accountLinked,
    accountUnlinked,
    transferRequested,
    transferCompleted,
    transferFailed,
    transferUnknown,
  },
  commands: { requestTransfer, completeTransfer, failTransfer, markTransferUnknown, reconciliationDue, reconcileBank },
  rpcs: { sealAccount, linkedAccount, transferAccounts, mayLeave: mayLeave.of('banking') },
})
