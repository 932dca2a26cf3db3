import { Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../api/attempt.ts'
import { answerOf, api } from '../../../api/client.ts'
import { AttemptNotice } from '../../../ui/attempt-notice.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatMoney } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { AccountName } from './account-name.tsx'
import { AmountField } from './amount-field.tsx'
import { MoneyForm } from './money-form.tsx'
import type { LinkedAccount, Withdrawal } from './queries.ts'
import { useAmount } from './use-amount.ts'

interface WithdrawFormProps {
  readonly account: LinkedAccount
  readonly available: number
}

/** From the wallet to the linked account, after a question. */
export function WithdrawForm({ account, available }: WithdrawFormProps) {
  const { t } = useTranslation('wallet')
  const navigate = useNavigate()
  const [asked, setAsked] = useState<number | null>(null)
  const limit = { max: available, maxText: t('amount.overBalance', { amount: formatMoney(available) }) }
  const amount = useAmount(limit)
  const attempt = useAttempt<{ amount: number }, Withdrawal>({
    form: 'withdrawal',
    send: (body, key) =>
      answerOf(api.POST('/api/money/withdrawals', { params: { header: { 'Idempotency-Key': key } }, body })),
    onDone: ({ id }) => navigate({ to: '/wallet/withdrawals/$id', params: { id } }),
    onRefused: amount.refuse,
  })
  const action = (value: number | null) =>
    value ? t('withdraw.action', { amount: formatMoney(value) }) : t('withdraw.actionBare')
  const confirm = () => {
    if (asked !== null) attempt.submit({ amount: asked })
    setAsked(null)
  }
  const facts = (value: number | null) => (
    <Facts
      items={[
        [t('account.to'), <AccountName key="account" {...account} />],
        [t('purse.now'), <Money key="now" amount={available} />],
        [t('withdraw.after'), value !== null && value <= available && <Money key="after" amount={available - value} />],
      ]}
    />
  )
  return (
    <>
      <MoneyForm onSubmit={() => setAsked(amount.check())} busy={attempt.busy} action={action(amount.amount)}>
        <AmountField label={t('withdraw.amount')} amount={amount} {...limit} />
        {facts(amount.amount || null)}
        <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
      </MoneyForm>
      <Confirm
        opened={asked !== null}
        onClose={() => setAsked(null)}
        title={t('withdraw.sure', { amount: formatMoney(asked ?? 0) })}
        action={action(asked)}
        onConfirm={confirm}
      >
        <Stack gap="md">
          {facts(asked)}
          <Text size="sm" c="dimmed">
            {t('withdraw.sureText')}
          </Text>
        </Stack>
      </Confirm>
    </>
  )
}
