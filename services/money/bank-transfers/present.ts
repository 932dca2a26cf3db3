/** Top-ups and withdrawals as the API shows them. */

import { Type } from 'typebox'
import { TOP_UP_CODE } from '../../../contracts/money.ts'
import { AmountSchema, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import type { TopUp } from './top-up.ts'
import type { Withdrawal } from './withdrawal.ts'

const Crossing = {
  id: Type.String(),
  amount: AmountSchema,
  currency: Currency,
  reason: Type.Union([Type.String(), Type.Null()], { description: 'Why it failed: a code.' }),
  createdAt: Timestamp,
}

export const TopUpResponse = Type.Object(
  {
    ...Crossing,
    status: Type.Enum(['requested', 'returning', 'succeeded', 'failed'], {
      description:
        '`returning`: the bank has paid, the wallet could not take it, and it is on its way back to the bank.',
    }),
    code: Type.Integer({ description: 'The status as a number: 0 is requested or returning, 1 succeeded, 2 failed.' }),
    reference: Nullable(Type.String()),
  },
  { $id: 'TopUp' },
)
export const WithdrawalResponse = Type.Object(
  { ...Crossing, status: Type.Enum(['requested', 'succeeded', 'failed']) },
  { $id: 'Withdrawal' },
)

export const isTerminal = ({ status }: { readonly status: string }): boolean =>
  status === 'succeeded' || status === 'failed'

const codeOf = (status: string): number =>
  status === 'succeeded' || status === 'failed' ? TOP_UP_CODE[status] : TOP_UP_CODE.requested

const presentCrossing = (id: string, { amount, currency, status, reason, requestedAt }: TopUp | Withdrawal) => ({
  id,
  amount: toMajor(amount, currency),
  currency,
  status,
  reason,
  createdAt: requestedAt,
})

export const presentTopUp = (topUp: TopUp) => ({
  ...presentCrossing(topUp.topUpId, topUp),
  code: codeOf(topUp.status),
  reference: topUp.reference,
})

export const presentWithdrawal = (withdrawal: Withdrawal) => presentCrossing(withdrawal.withdrawalId, withdrawal)
