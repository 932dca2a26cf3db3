/** A transfer between members, and a deposit, as the API shows them. */
import { Type } from 'typebox'
import { idOf, Memo } from '../../../contracts/api-fields.ts'
import type { Posting } from '../../../contracts/money.ts'
import { AmountSchema, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'

const Posted = {
  amount: AmountSchema,
  currency: Currency,
  memo: Nullable(Memo),
  createdAt: Timestamp,
}

export const TransferResponse = Type.Object(
  { id: idOf('transfer'), from: idOf('member'), to: idOf('recipient'), ...Posted },
  { $id: 'WalletTransfer' },
)
export const DepositResponse = Type.Object(
  { id: idOf('transfer'), userId: idOf('member'), ...Posted },
  { $id: 'WalletDeposit' },
)

type PresentedPosting = Pick<Posting, 'amount' | 'currency' | 'memo'> & { readonly id: string; readonly at: Date }

export const presentTransfer = (from: string, to: string, { id, amount, currency, memo, at }: PresentedPosting) => ({
  ...{ id, from, to, amount: toMajor(amount, currency), currency, memo },
  createdAt: at.toISOString(),
})

export const presentDeposit = (userId: string, { id, amount, currency, memo, at }: PresentedPosting) => ({
  ...{ id, userId, amount: toMajor(amount, currency), currency, memo },
  createdAt: at.toISOString(),
})
