import { Button, Stack, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, api, isFinal } from '../../../../api/client.ts'
import { useUser } from '../../../../api/use-session.ts'
import { BankAccountFields, type BankAccountValues, useBankAccountRules } from '../../../../ui/bank-account-fields.tsx'
import { accountDigits } from '../../../../ui/banks.ts'
import { focusFirstWrong, showAtFields } from '../../../../ui/form.ts'
import { Refused } from '../../../../ui/refused.tsx'
import { showAtAccount } from './account-errors.ts'
import { DETAILS_FIELDS, DetailsFields, detailsBody, NO_DETAILS, useDetailsForm } from './details-fields.tsx'

type Body = ReturnType<typeof detailsBody> & { readonly bankAccount: BankAccountValues }

/** A new franchise, and the account that it is paid to. */
export function RegisterForm({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('store')
  const user = useUser()
  const queries = useQueryClient()
  const details = useDetailsForm(NO_DETAILS)
  const account = useForm<BankAccountValues>({
    mode: 'uncontrolled',
    initialValues: { bankCode: '', accountNumber: '', holderName: user?.name ?? '' },
    validate: useBankAccountRules(),
  })
  // Sent again after a lost answer, it registers nothing twice. The body has an account number, which is kept nowhere.
  const key = useRef(crypto.randomUUID())
  const registering = useMutation({
    mutationFn: (body: Body) =>
      answerOf(api.POST('/api/franchises', { params: { header: { 'Idempotency-Key': key.current } }, body })),
    async onSuccess({ name }) {
      notifications.show({ message: t('franchise.registered', { name }), color: 'pine' })
      await queries.invalidateQueries({ queryKey: ['franchises'] })
      onDone()
    },
    onError(error) {
      if (isFinal(error)) key.current = crypto.randomUUID()
      if (!showAtFields(details, error, DETAILS_FIELDS)) showAtAccount(account, error)
    },
  })
  const isShown = Object.keys({ ...details.errors, ...account.errors }).length > 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const [own, bank] = [details.validate(), account.validate()]
    if (own.hasErrors) return focusFirstWrong(details)(own.errors)
    if (bank.hasErrors) return focusFirstWrong(account)(bank.errors)
    const { accountNumber, ...rest } = account.getValues()
    const bankAccount = { ...rest, accountNumber: accountDigits(accountNumber) }
    registering.mutate({ ...detailsBody(details.getValues()), bankAccount })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <DetailsFields form={details} />
        <div>
          <Text fw={600} mb="xs">
            {t('franchise.account')}
          </Text>
          <BankAccountFields form={account} />
        </div>
        <Refused error={isShown ? null : registering.error} />
        <Button type="submit" loading={registering.isPending}>
          {t('franchise.register')}
        </Button>
      </Stack>
    </form>
  )
}
