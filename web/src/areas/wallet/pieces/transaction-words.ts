/** How a transaction is called. */
import type { WalletTransaction } from '@madang/client'
import { useTranslation } from 'react-i18next'
import { KINDS } from './history-search.ts'

export const signedAmount = ({ direction, amount }: WalletTransaction): number =>
  direction === 'in' ? amount : -amount

const isMasked = (name: string): boolean => name.includes('*')

/** The other side by its name, where it has one; else what it was for. */
export function useTransactionName(): (transaction: WalletTransaction) => string {
  const kindOf = useKindName()
  return ({ counterpart, kind }) => (isMasked(counterpart) ? counterpart : kindOf(kind))
}

/** 결제, 충전, 송금 …; a kind that the app does not know is a transaction. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation('wallet')
  return kind => {
    const known = KINDS.find(each => each === kind)
    return known ? t(`kind.${known}`) : t('kind.other')
  }
}
