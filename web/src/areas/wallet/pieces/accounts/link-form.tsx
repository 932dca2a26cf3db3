import { Button, Card, Stack, Text, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../../api/client.ts'
import { useUser } from '../../../../api/use-session.ts'
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
import { SimulatedBank } from './simulated-bank.tsx'

/** Links a bank account; the bank says whether it is real and the member's. */
export function LinkForm() {
  const { t } = useTranslation('wallet')
  const user = useUser()
  const client = useQueryClient()
  const form = useForm<BankAccountValues>({
    mode: 'uncontrolled',
    initialValues: { bankCode: '', accountNumber: '', holderName: user?.name ?? '' },
    validate: useBankAccountRules(),
  })
  const link = useMutation({
    mutationFn: (values: BankAccountValues) => {
      const body = { ...values, accountNumber: accountDigits(values.accountNumber) }
      return answerOf(api.POST('/api/banking/accounts', { body }))
    },
    onSuccess: () => {
      notifications.show({ message: t('account.linkedNow'), color: 'pine' })
      return client.invalidateQueries({ queryKey: ['linked-account'] })
    },
    onError: error => {
      if (showAtFields(form, error, BANK_ACCOUNT_FIELDS, BANK_ACCOUNT_PLACES)) link.reset()
    },
  })
  return (
    <Stack gap="md" maw={640}>
      <Card component="section">
        <form noValidate onSubmit={form.onSubmit(values => link.mutate(values), focusFirstWrong(form))}>
          <Stack gap="md">
            <div>
              <Title order={2} size="h3">
                {t('account.linkTitle')}
              </Title>
              <Text c="dimmed" size="sm" mt={4}>
                {t('account.linkText')}
              </Text>
            </div>
            <BankAccountFields form={form} />
            <Refused error={link.error} />
            <Button type="submit" size="lg" loading={link.isPending}>
              {t('account.link')}
            </Button>
          </Stack>
        </form>
      </Card>
      <SimulatedBank valuesOf={() => form.getValues()} />
    </Stack>
  )
}
