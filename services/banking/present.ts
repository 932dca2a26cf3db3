/** Linked accounts and bank transfers as the API shows them. */

import { Type } from 'typebox'
import { BankCode, idOf, Last4, Reason, sampleId } from '../../contracts/api-fields.ts'
import { BANK_TRANSFER_CODE } from '../../contracts/banking.ts'
import { AmountSchema, amount, Currency, toMajor } from '../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../platform/http/routes/schemas.ts'
import { namedEnum, type WordsOf } from '../../platform/kit/named-enum.ts'
import type { HeldAccount } from './account.ts'
import type { BankTransfer, TransferStatus } from './transfer.ts'

export const AccountResponse = Type.Object(
  {
    id: idOf('bankAccount'),
    bankCode: BankCode,
    last4: Last4,
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

const DIRECTION = {
  in: { ko: '입금', en: 'From the member’s account to the corporate one.' },
  out: { ko: '출금', en: 'From the corporate account to the member’s.' },
} as const
export const BankDirection = namedEnum('BankDirection', DIRECTION, {
  description: 'Seen from the corporate account.',
})

const TRANSFER_STATUS: WordsOf<Exclude<TransferStatus, 'none'>> = {
  requested: { ko: '처리 중', en: 'The bank is asked to do it.' },
  completed: { ko: '완료', en: 'The bank has done it.' },
  failed: { ko: '실패', en: 'The bank has not done it; `reason` says why.' },
  unknown: { ko: '확인 필요', en: 'The bank has not said what became of it, and is asked again.' },
}
const BankTransferStatusSchema = namedEnum('BankTransferStatus', TRANSFER_STATUS, {
  description: 'How far a bank transfer has come.',
  example: 'completed',
})

export const TransferResponse = Type.Object(
  {
    id: idOf('bankTransfer'),
    direction: BankDirection,
    accountId: Nullable(idOf('bankAccount'), { description: 'The linked account; null when it was none.' }),
    bankCode: BankCode,
    last4: Last4,
    amount: AmountSchema,
    currency: Currency,
    reference: Type.String({ description: 'What it is for.', examples: [sampleId('topUp')] }),
    status: BankTransferStatusSchema,
    code: Nullable(Type.Integer({ examples: [1] }), {
      description: 'The status as a number: 0 is requested, 1 completed, 2 failed; null is unknown.',
    }),
    reason: Nullable(Reason, { description: 'Why it failed.', example: null }),
    reverses: Nullable(idOf('bankTransfer'), { description: 'The transfer it pays back.', example: null }),
    reversed: amount('what of it was paid back.', 0),
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
