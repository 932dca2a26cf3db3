import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { Confirm } from '../../../../ui/confirm.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import { formatMoney } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import { MoneyInput } from '../../../../ui/money-input.tsx'
import { readMoney, writeMoney } from '../../../../ui/money-text.ts'
import { Panel } from '../../../../ui/panel.tsx'
import { fractionOf } from '../products/fields.ts'
import type { Payment } from '../queries.ts'

const REASON_CHARS_MAX = 150

interface RefundBody {
  readonly amount: number
  readonly reason?: string
}

interface RefundFormProps {
  readonly payment: Payment
  /** What can be given back at most. */
  readonly rest: number
}

/** Gives back a payment, whole or in part, after a question. */
export function RefundForm({ payment, rest }: RefundFormProps) {
  const { t } = useTranslation('store')
  const { id, currency } = payment
  const [text, setText] = useState(writeMoney(String(rest), fractionOf(currency)))
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const [asking, { open, close }] = useDisclosure(false)
  const attempt = useRefund(id, close)
  const { amount } = readMoney(text, fractionOf(currency))
  const isWrong = amount === null || amount === 0 || amount > rest
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isWrong) return open()
    if (!amount) setError(t('refund.needAmount'))
    field.current?.focus()
  }
  const action = t('refund.do', { amount: formatMoney(amount ?? 0, currency) })
  return (
    <Panel title={t('refund.title')}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <MoneyInput
            ref={field}
            label={t('refund.amount')}
            currency={currency}
            value={text}
            onChange={next => {
              setError(null)
              setText(next)
            }}
            max={rest}
            maxText={t('refund.tooMuch', { max: formatMoney(rest, currency) })}
            error={error}
          />
          <TextInput
            label={t('refund.reason')}
            description={t('refund.reasonHint')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            maxLength={REASON_CHARS_MAX}
            value={reason}
            onChange={event => setReason(event.currentTarget.value)}
          />
          {!asking && <AttemptNotice state={attempt.state} onRetry={attempt.retry} />}
          <Button type="submit" color="crimson.7" disabled={amount !== null && amount > rest}>
            {amount ? action : t('refund.bare')}
          </Button>
        </Stack>
      </form>
      <Confirm
        opened={asking}
        onClose={close}
        title={t('refund.sure')}
        action={action}
        onConfirm={() => attempt.submit({ amount: amount ?? 0, ...(reason.trim() && { reason: reason.trim() }) })}
        busy={attempt.busy}
        danger
      >
        <Stack gap="md">
          <Facts
            items={[
              [t('refund.amount'), <Money key="amount" amount={amount ?? 0} currency={currency} fw={700} />],
              [t('refund.reason'), reason.trim() || null],
            ]}
          />
          <Text>{t('refund.sureText')}</Text>
          <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
        </Stack>
      </Confirm>
    </Panel>
  )
}

function useRefund(id: string, close: () => void) {
  const { t } = useTranslation('store')
  const queries = useQueryClient()
  return useAttempt<RefundBody, Payment>({
    form: `refund.${id}`,
    send(body, key) {
      const params = { path: { id }, header: { 'Idempotency-Key': key, Prefer: 'wait=5' } }
      return answerOf(api.POST('/api/payments/{id}/cancel', { params, body }))
    },
    async onDone({ refunding }) {
      notifications.show({ message: t(refunding > 0 ? 'refund.underWay' : 'refund.done'), color: 'pine' })
      close()
      await Promise.all(['payments', 'settlements'].map(key => queries.invalidateQueries({ queryKey: [key] })))
    },
  })
}
