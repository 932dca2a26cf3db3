/** What may cross between a bank account and a wallet, in either direction. */
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { BANK_CURRENCY } from '../bank-currency.ts'

const CROSSING_MAX = 10_000_000

/** The largest amounts at once, in minor units, unless a setting says otherwise. */
export const topUpMax = ({ settings }: ServiceContext): number => Number(settings.MONEY_TOP_UP_MAX_KRW ?? CROSSING_MAX)
export const withdrawalMax = ({ settings }: ServiceContext): number =>
  Number(settings.MONEY_WITHDRAWAL_MAX_KRW ?? CROSSING_MAX)

/** Why an amount cannot cross, whoever asks. */
export function mayCross(amount: number, currency: string, max: number): Refusal | null {
  if (currency !== BANK_CURRENCY) return refuse('currency_not_supported', { currency })
  return amount > max ? refuse('over_limit', { max: toMajor(max, currency), currency }) : null
}
