import { Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UsedAttempt } from '../../../../api/attempt.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { formatMoney } from '../../../../ui/format.ts'
import { useAccountName } from '../account-name.tsx'
import { AmountField } from '../amount-field.tsx'
import { MoneyForm } from '../money-form.tsx'
import type { LinkedAccount } from '../queries.ts'
import type { UsedAmount } from '../use-amount.ts'
import { Chosen } from './chosen.tsx'
import { ConfirmSending } from './confirm-sending.tsx'
import { type Recipient, type Sending, shortfall } from './recipients.ts'

const MEMO_MAX = 100

interface AmountStepProps {
  readonly recipient: Recipient
  readonly available: number
  readonly account: LinkedAccount | null
  readonly amount: UsedAmount
  readonly attempt: UsedAttempt<Sending>
  readonly onBack: () => void
}

/** How much, and a word with it; sent after a question. */
export function AmountStep({ recipient, available, account, amount, attempt, onBack }: AmountStepProps) {
  const { t } = useTranslation('wallet')
  const accountName = useAccountName()
  const [asked, setAsked] = useState<Sending | null>(null)
  const form = useForm({ mode: 'uncontrolled', initialValues: { memo: '' } })
  const action = (value: number | null) =>
    value ? t('send.action', { amount: formatMoney(value) }) : t('send.actionBare')
  const lacking = shortfall(amount.amount ?? 0, available)
  const ask = () => {
    const checked = amount.check()
    const memo = form.getValues().memo.trim()
    if (checked !== null) setAsked({ to: recipient.to, amount: checked, ...(memo && { memo }) })
  }
  return (
    <>
      <MoneyForm onSubmit={ask} busy={attempt.busy} action={action(amount.amount)}>
        <Chosen recipient={recipient} onChange={onBack} />
        <div>
          <AmountField
            label={t('send.amount')}
            amount={amount}
            {...(account === null && { max: available, maxText: t('send.overBalance') })}
          />
          <Text size="sm" c="dimmed" mt="xs">
            {account && lacking > 0
              ? t('send.pulls', { amount: formatMoney(lacking), account: accountName(account) })
              : t('send.balance', { amount: formatMoney(available) })}
          </Text>
        </div>
        <TextInput
          label={t('send.memo')}
          placeholder={t('send.memoHint')}
          maxLength={MEMO_MAX}
          autoComplete="off"
          key={form.key('memo')}
          {...form.getInputProps('memo')}
        />
        <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
      </MoneyForm>
      <ConfirmSending
        sending={asked}
        recipient={recipient}
        lacking={shortfall(asked?.amount ?? 0, available)}
        action={action(asked?.amount ?? null)}
        onClose={() => setAsked(null)}
        onConfirm={() => {
          if (asked) attempt.submit(asked)
          setAsked(null)
        }}
      />
    </>
  )
}
