/** The largest amounts of one crossing between a bank account and a wallet, in minor units; settings override them. */
import type { ServiceContext } from '../../../platform/service/service.ts'

export const CROSSING_MAX = 10_000_000

export const topUpMax = ({ settings }: ServiceContext): number => Number(settings.MONEY_TOP_UP_MAX_KRW ?? CROSSING_MAX)
export const withdrawalMax = ({ settings }: ServiceContext): number =>
  Number(settings.MONEY_WITHDRAWAL_MAX_KRW ?? CROSSING_MAX)
