import { Select, SimpleGrid, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { BANKS, formatAccount } from './banks.ts'
import { reformat } from './form.ts'

export interface BankAccountValues {
  bankCode: string
  accountNumber: string
  holderName: string
}

export const BANK_ACCOUNT_FIELDS = ['bankCode', 'accountNumber', 'holderName'] as const

/** Refusals of a bank, and the field that each is about. */
export const BANK_ACCOUNT_PLACES: Readonly<Record<string, string>> = {
  account_unknown: 'accountNumber',
  account_closed: 'accountNumber',
  account_already_linked: 'accountNumber',
  holder_mismatch: 'holderName',
}

/** For `validate` of a form with these fields. */
export function useBankAccountRules() {
  const { t } = useTranslation()
  return {
    bankCode: (value: string) => (value ? null : t('bank.needBank')),
    accountNumber: (value: string) => (/\d/.test(value.normalize('NFKC')) ? null : t('bank.needNumber')),
    holderName: (value: string) => (value.trim() ? null : t('bank.needHolder')),
  }
}

/** Bank, number and holder. The number is grouped as the bank does once it is left. */
export function BankAccountFields({ form }: { readonly form: UseFormReturnType<BankAccountValues> }) {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'ko'
  const number = form.getInputProps('accountNumber')
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Select
        label={t('bank.bank')}
        placeholder={t('bank.choose')}
        data={BANKS.map(bank => ({ value: bank.code, label: bank[language] }))}
        searchable
        nothingFoundMessage={t('table.noMatch')}
        key={form.key('bankCode')}
        {...form.getInputProps('bankCode')}
      />
      <TextInput
        label={t('bank.number')}
        inputMode="numeric"
        autoComplete="off"
        key={form.key('accountNumber')}
        {...number}
        onBlur={event => {
          number.onBlur?.(event)
          reformat(
            event.currentTarget.value,
            text => formatAccount(form.getValues().bankCode, text),
            text => form.setFieldValue('accountNumber', text),
          )
        }}
      />
      <TextInput
        label={t('bank.holder')}
        autoComplete="off"
        key={form.key('holderName')}
        {...form.getInputProps('holderName')}
      />
    </SimpleGrid>
  )
}
