/**
 * What banking tells, takes and answers: members' linked accounts and firm-banking transfers between the corporate
 * account and any other. Amounts are integers in the currency's minor unit; the bank keeps KRW.
 *
 * Account numbers and holders' names are in no message in clear: what is called `sealed` was encrypted by banking under
 * its owner's key (`sealAccount`) and opens in banking only.
 */
import { type Static, Type } from 'typebox'
import { command, defineContract, event, rpc } from '../platform/kit/contract.ts'

const Amount = Type.Integer({ minimum: 1 })

/** An account that is not linked to a member: a payee's, a franchise's. Its bank and last digits may be shown. */
export const SealedAccount = Type.Object({
  /** Under whose key it is sealed: a member's or a franchise's id. */
  owner: Type.String(),
  bankCode: Type.String(),
  last4: Type.String(),
  sealed: Type.String(),
})
export type SealedAccount = Static<typeof SealedAccount>

/** The other side of a transfer; one side is always the corporate account. */
export const Counterparty = Type.Union([
  /** Whatever account the member has linked when the transfer is made. */
  Type.Object({ kind: Type.Literal('linked'), memberId: Type.String() }),
  Type.Object({ kind: Type.Literal('sealed'), account: SealedAccount }),
  /**
   * The account that an earlier transfer took from or paid to, also when it is not linked any more. For paying back;
   * the new transfer names the earlier one as the one it reverses.
   */
  Type.Object({ kind: Type.Literal('of-transfer'), transferId: Type.String() }),
])
export type Counterparty = Static<typeof Counterparty>

/** Seen from the corporate account: `in` takes from the counterparty, `out` pays to it. */
export const Direction = Type.Enum(['in', 'out'])
export type Direction = Static<typeof Direction>

const Transfer = {
  /** `bkt_…`; also the key the bank knows it by, so asking twice moves money once (see `attempt`). */
  transferId: Type.String(),
  direction: Direction,
  counterparty: Counterparty,
  amount: Amount,
  currency: Type.String(),
  /** What it is for: a top-up's, withdrawal's, remittance's or settlement's id. */
  reference: Type.String(),
}

const TransferDone = Type.Object({ transferId: Type.String(), bankCode: Type.String(), last4: Type.String() })
export type TransferDone = Static<typeof TransferDone>

/**
 * Moves money at the bank. Answers when the bank has said yes (`TransferDone`), or refuses: `account_not_linked`,
 * `account_unknown`, `account_closed`, `holder_mismatch`, `bank_insufficient_funds`, `bank_limit_exceeded`,
 * `bank_refused`, `account_forgotten` (its owner's key was destroyed), `currency_not_supported`; and where it pays back,
 * `transfer_unknown`, `transfer_not_completed`, `transfer_not_reversible`, `already_reversed`,
 * `reversal_exceeds_transfer`. While the outcome is unknown the bank is asked and there is no answer yet.
 *
 * Asked again with the same id, one that is completed answers the same, one under way answers when it is over, and one
 * that failed is tried anew, with the account that is named then, because surely nothing has moved. The same id for
 * something else is refused with `transfer_id_reused`.
 */
export const requestTransfer = command('banking.request-transfer', Type.Object(Transfer), {
  reply: TransferDone,
  refusals: [
    ...['account_not_linked', 'account_unknown', 'account_closed', 'account_forgotten', 'holder_mismatch'],
    ...['bank_insufficient_funds', 'bank_limit_exceeded', 'bank_refused', 'currency_not_supported'],
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

/** With the accounts resolved to what may be shown. */
const BankTransfer = {
  ...Transfer,
  accountId: Type.Union([Type.String(), Type.Null()]),
  bankCode: Type.String(),
  last4: Type.String(),
  /** The account as it was when the transfer was asked for. */
  account: SealedAccount,
  reverses: Type.Union([Type.String(), Type.Null()]),
  /** How often it was asked for: after a refusal the bank gets a new key, the id with `.2`, `.3` … behind it. */
  attempt: Type.Integer({ minimum: 1 }),
  /** An operator's transfer: banking books it itself, against suspense. All others are booked by who asked for them. */
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
/** The bank did not say what became of it, however often it was asked; an operator has to look. */
export const transferUnknown = event('banking.transfer-unknown', Type.Object(BankTransfer))

/** Where a bank transfer stands, as the pay clients read it; while it is unknown there is no number. */
export const BANK_TRANSFER_CODE = { requested: 0, completed: 1, failed: 2 } as const

const NamedAccount = Type.Object({
  owner: Type.String(),
  bankCode: Type.String(),
  accountNumber: Type.String(),
  holderName: Type.String(),
})
export type NamedAccount = Static<typeof NamedAccount>
/** Seals an account under its owner's key, so that others may keep it and hand it back. Moves nothing, asks nobody. */
export const sealAccount = rpc('banking.seal-account', NamedAccount, SealedAccount)
/** What may be shown of the account a member has linked; null if none is. */
export const linkedAccount = rpc(
  'banking.linked-account',
  Type.Object({ memberId: Type.String() }),
  Type.Union([Type.Object({ accountId: Type.String(), bankCode: Type.String(), last4: Type.String() }), Type.Null()]),
)

const OfTransfer = { transferId: Type.String(), reverses: Type.Union([Type.String(), Type.Null()]) }
/** From its own saga: what the bank said. */
export const completeTransfer = command(
  'banking.mark-completed',
  Type.Object({ ...OfTransfer, bookedAt: Type.String({ format: 'date-time' }) }),
)
export const failTransfer = command('banking.mark-failed', Type.Object({ ...OfTransfer, reason: Type.String() }))
/** `moved`: the bank did it, and it is our own book that is stuck. */
export const markTransferUnknown = command(
  'banking.mark-unknown',
  Type.Object({ ...OfTransfer, moved: Type.Boolean() }),
)

export const bankingContract = defineContract('banking', {
  events: {
    accountLinked,
    accountUnlinked,
    transferRequested,
    transferCompleted,
    transferFailed,
    transferUnknown,
  },
  commands: { requestTransfer, completeTransfer, failTransfer, markTransferUnknown },
  rpcs: { sealAccount, linkedAccount },
})
