import { Button, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../../api/client.ts'
import {
  BANK_ACCOUNT_FIELDS,
  BANK_ACCOUNT_PLACES,
  BankAccountFields,
  type BankAccountValues,
  useBankAccountRules,
} from '../../../../ui/bank-account-fields.tsx'
import { accountDigits } from '../../../../ui/banks.ts'
import { focusFirstWrong, showAtFields } from '../../../../ui/form.ts'
import { Refused } from '../../../../ui/refused.tsx'
import { useAccountName } from '../account-name.tsx'
import type { Recipient } from './recipients.ts'

/** Names a bank account; the bank says whether it is held by that name. */
export function BankForm({ onFound }: { readonly onFound: (recipient: Recipient) => void }) {
  const { t } = useTranslation('wallet')
  const accountName = useAccountName()
  const form = useForm<BankAccountValues>({
    mode: 'uncontrolled',
    initialValues: { bankCode: '', accountNumber: '', holderName: '' },
    validate: useBankAccountRules(),
  })
  const confirm = useMutation({
    mutationFn: async (values: BankAccountValues): Promise<Recipient> => {
      const to = { ...values, accountNumber: accountDigits(values.accountNumber) }
      const account = await answerOf(api.POST('/api/banking/payees/confirm', { body: to }))
      return { to, kind: 'bank', name: values.holderName.trim(), account: accountName(account) }
    },
    onSuccess: onFound,
    onError: error => {
      if (showAtFields(form, error, BANK_ACCOUNT_FIELDS, BANK_ACCOUNT_PLACES)) confirm.reset()
    },
  })
  return (
    <form noValidate onSubmit={form.onSubmit(values => confirm.mutate(values), focusFirstWrong(form))}>
      <Stack gap="md">
        <BankAccountFields form={form} />
        <Refused error={confirm.error} />
        <Button type="submit" size="lg" loading={confirm.isPending} fullWidth>
          {t('send.confirmAccount')}
        </Button>
      </Stack>
    </form>
  )
}
