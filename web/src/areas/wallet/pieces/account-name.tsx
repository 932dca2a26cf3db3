import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { bankName } from '../../../ui/banks.ts'

interface AccountNameProps {
  readonly bankCode: string
  readonly last4: string
}

const MASK = '····'

/** `신한은행 ····8901` as a text. */
export function useAccountName(): (account: AccountNameProps) => string {
  const { i18n } = useTranslation()
  return ({ bankCode, last4 }) => `${bankName(bankCode, i18n.language === 'en' ? 'en' : 'ko')} ${MASK}${last4}`
}

export function AccountName(account: AccountNameProps) {
  const name = useAccountName()
  return (
    <Text span inherit className="nowrap">
      {name(account)}
    </Text>
  )
}
