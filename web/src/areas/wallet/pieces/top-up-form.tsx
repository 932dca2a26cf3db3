import { Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../api/attempt.ts'
import { answerOf, api } from '../../../api/client.ts'
import { AttemptNotice } from '../../../ui/attempt-notice.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatMoney } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { AccountName } from './account-name.tsx'
import { AmountField } from './amount-field.tsx'
import { MoneyForm } from './money-form.tsx'
import type { LinkedAccount, TopUp } from './queries.ts'
import { useAmount } from './use-amount.ts'

interface TopUpFormProps {
  readonly account: LinkedAccount
  readonly available: number
}

/** From the linked account into the wallet. */
export function TopUpForm({ account, available }: TopUpFormProps) {
  const { t } = useTranslation('wallet')
  const navigate = useNavigate()
  const amount = useAmount()
  const attempt = useAttempt<{ amount: number }, TopUp>({
    form: 'top-up',
    send: (body, key) =>
      answerOf(api.POST('/api/money/top-ups', { params: { header: { 'Idempotency-Key': key } }, body })),
    onDone: ({ id }) => navigate({ to: '/wallet/top-ups/$id', params: { id } }),
    onRefused: refusal => amount.refuse(refusal),
  })
  const submit = () => {
    const checked = amount.check()
    if (checked !== null) attempt.submit({ amount: checked })
  }
  return (
    <MoneyForm
      onSubmit={submit}
      busy={attempt.busy}
      action={amount.amount ? t('topUp.action', { amount: formatMoney(amount.amount) }) : t('topUp.actionBare')}
    >
      <AmountField label={t('topUp.amount')} amount={amount} />
      <Facts
        items={[
          [t('account.from'), <AccountName key="account" {...account} />],
          [t('purse.now'), <Money key="now" amount={available} />],
          amount.amount
            ? [
                t('topUp.after'),
                <Text key="after" span fw={700}>
                  <Money amount={available + amount.amount} />
                </Text>,
              ]
            : [t('topUp.after'), null],
        ]}
      />
      <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
    </MoneyForm>
  )
}
