/**
 * The contract of remittances: money sent to a member or to a bank account, with a shortfall pulled from the sender's
 * bank.
 */
import { type Static, Type } from 'typebox'
import { command, defineContract, event } from '../platform/kit/contract.ts'
import { Nullable } from '../platform/kit/schemas.ts'
import { SealedAccount } from './banking.ts'
import { mayLeave } from './obligations.ts'

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
    sealedMemo: Nullable(Type.String()),
  }),
)
export type RemittanceStarted = Static<typeof remittanceStarted.schema>
/** The wallet of the sender is short; this amount is pulled from their bank account. */
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

const RemittanceId = { remittanceId: Type.String() }
/** From its own saga: the money is held. Refused when one of the two members is no longer active. */
export const transferRemittance = command(
  'remittance.transfer',
  Type.Object({
    ...RemittanceId,
    from: Type.String(),
    to: Recipient,
    toppedUp: Type.Integer({ minimum: 0 }),
  }),
  { refusals: ['sender_inactive', 'recipient_inactive'] },
)
export const completeRemittance = command('remittance.succeed', Type.Object(RemittanceId))
export const failRemittance = command(
  'remittance.fail',
  Type.Object({
    ...RemittanceId,
    reason: Type.String(),
    /** Who sent it to a bank account. */
    payer: Type.Optional(Type.String()),
  }),
)

export const remittanceContract = defineContract('remittance', {
  summary: 'Money sent to a member or to a bank account.',
  events: {
    remittanceStarted,
    remittanceToppingUp,
    remittanceTransferring,
    remittanceSucceeded,
    remittanceFailed,
  },
  commands: { transferRemittance, completeRemittance, failRemittance },
  rpcs: { mayLeave: mayLeave.of('remittance') },
})
