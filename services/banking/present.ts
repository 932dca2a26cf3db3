/** Linked accounts and bank transfers as the API shows them. */

import { Type } from 'typebox'
import { BANK_TRANSFER_CODE } from '../../contracts/banking.ts'
import { AmountSchema, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import type { HeldAccount } from './account.ts'
import type { BankTransfer } from './transfer.ts'

export const AccountResponse = Type.Object(
  {
    id: Type.String(),
    bankCode: Type.String(),
    last4: Type.String(),
    linkedAt: Timestamp,
  },
  { $id: 'LinkedAccount' },
)

export const presentAccount = ({ accountId: id, bankCode, last4, linkedAt }: HeldAccount) => ({
  id,
  bankCode,
  last4,
  linkedAt,
})

export const TransferResponse = Type.Object(
  {
    id: Type.String(),
    /** Seen from the corporate account. */
    direction: Type.Enum(['in', 'out']),
    /** The linked account; null when it was none. */
    accountId: Nullable(Type.String()),
    bankCode: Type.String(),
    last4: Type.String(),
    amount: AmountSchema,
    currency: Currency,
    reference: Type.String(),
    status: Type.Enum(['requested', 'completed', 'failed', 'unknown']),
    code: Type.Union([Type.Integer(), Type.Null()], {
      description: 'The status as a number: 0 is requested, 1 completed, 2 failed; null is unknown.',
    }),
    reason: Type.Union([Type.String(), Type.Null()], { description: 'Why it failed: a code.' }),
    /** The transfer it pays back. */
    reverses: Nullable(Type.String()),
    /** What of it was paid back. */
    reversed: AmountSchema,
    createdAt: Timestamp,
  },
  { $id: 'BankTransfer' },
)

export function presentTransfer(transfer: BankTransfer) {
  const { transferId, direction, accountId, account, amount, currency, reference, status, reason, reverses } = transfer
  const codes: Readonly<Record<string, number>> = BANK_TRANSFER_CODE
  const reversed = Object.values(transfer.reversals).reduce((sum, each) => sum + (each.done ? each.amount : 0), 0)
  return {
    id: transferId,
    direction,
    accountId,
    bankCode: account.bankCode,
    last4: account.last4,
    amount: toMajor(amount, currency),
    currency,
    reference,
    status,
    code: codes[status] ?? null,
    reason,
    reverses,
    reversed: toMajor(reversed, currency),
    createdAt: transfer.requestedAt,
  }
}
