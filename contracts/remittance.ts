/** What remittances tell: money sent to a member or to a bank account, funded from the sender's bank where it is short. */
import { type Static, Type } from 'typebox'
import { event } from '../platform/kit/contract.ts'
import { SealedAccount } from './banking.ts'

export const Recipient = Type.Union([
  Type.Object({ kind: Type.Literal('member'), memberId: Type.String() }),
  Type.Object({ kind: Type.Literal('bank'), account: SealedAccount }),
])
export type Recipient = Static<typeof Recipient>

const Remittance = {
  remittanceId: Type.String(),
  from: Type.String(),
  to: Recipient,
  amount: Type.Integer({ minimum: 1 }),
  currency: Type.String(),
}

export const remittanceStarted = event(
  'remittance.remittance-started',
  Type.Object({
    ...Remittance,
    /** Encrypted under the sender's key. */
    sealedMemo: Type.Union([Type.String(), Type.Null()]),
  }),
)
export type RemittanceStarted = Static<typeof remittanceStarted.schema>
/** The sender's wallet is short; this much is pulled from their bank account. */
export const remittanceToppingUp = event('remittance.topping-up', Type.Object(Remittance))
export const remittanceTransferring = event(
  'remittance.transferring',
  Type.Object({ ...Remittance, toppedUp: Type.Integer({ minimum: 0 }) }),
)
export const remittanceSucceeded = event('remittance.remittance-succeeded', Type.Object(Remittance))
export const remittanceFailed = event(
  'remittance.remittance-failed',
  Type.Object({ ...Remittance, reason: Type.String() }),
)
