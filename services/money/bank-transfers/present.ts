/** Top-ups and withdrawals as the API shows them. */

import { Type } from 'typebox'
import { idOf, Reason } from '../../../contracts/api-fields.ts'
import { TOP_UP_CODE } from '../../../contracts/money.ts'
import { AmountSchema, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { namedEnum, type WordsOf } from '../../../platform/kit/named-enum.ts'
import type { TopUp, TopUpStatus } from './top-up.ts'
import type { Withdrawal, WithdrawalStatus } from './withdrawal.ts'

const Crossing = {
  amount: AmountSchema,
  currency: Currency,
  reason: Nullable(Reason, { description: 'Why it failed.', example: null }),
  createdAt: Timestamp,
}

const TOP_UP_STATUS: WordsOf<Exclude<TopUpStatus, 'none'>> = {
  requested: { ko: '충전 중', en: 'The bank is asked to pay.' },
  returning: { ko: '반환 중', en: 'The bank has paid, the wallet could not take it, and it goes back to the bank.' },
  succeeded: { ko: '충전 완료', en: 'It is in the wallet.' },
  failed: { ko: '충전 실패', en: 'Nothing was moved; `reason` says why.' },
}
const TopUpStatusSchema = namedEnum('TopUpStatus', TOP_UP_STATUS, {
  description: 'How far a top-up has come.',
  example: 'succeeded',
})

const WITHDRAWAL_STATUS: WordsOf<Exclude<WithdrawalStatus, 'none'>> = {
  requested: { ko: '출금 중', en: 'It is set aside in the wallet, and the bank is asked to pay it out.' },
  succeeded: { ko: '출금 완료', en: 'It is in the bank account.' },
  failed: { ko: '출금 실패', en: 'It is in the wallet again; `reason` says why.' },
}
const WithdrawalStatusSchema = namedEnum('WithdrawalStatus', WITHDRAWAL_STATUS, {
  description: 'How far a withdrawal has come.',
  example: 'succeeded',
})

export const TopUpResponse = Type.Object(
  {
    id: idOf('topUp'),
    ...Crossing,
    status: TopUpStatusSchema,
    code: Type.Integer({
      description: 'The status as a number: 0 is requested or returning, 1 succeeded, 2 failed.',
      examples: [1],
    }),
    reference: Nullable(Type.String(), {
      description: 'What it pays for, if it fills up a wallet that is short.',
      example: null,
    }),
  },
  { $id: 'TopUp' },
)
export const WithdrawalResponse = Type.Object(
  { id: idOf('withdrawal'), ...Crossing, status: WithdrawalStatusSchema },
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
