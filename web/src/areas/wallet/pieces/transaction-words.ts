/** How a transaction is called. */
import type { WalletTransaction } from '@madang/client'
import { useTranslation } from 'react-i18next'

export const signedAmount = ({ direction, amount }: WalletTransaction): number =>
  direction === 'in' ? amount : -amount

/** 결제, 충전, 송금 … */
export function useKindName(): (kind: WalletTransaction['kind']) => string {
  const { t } = useTranslation('wallet')
  return kind => t(`kind.${kind}`)
}
