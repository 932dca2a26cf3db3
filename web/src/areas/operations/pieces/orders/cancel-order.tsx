import type { Order } from '@madang/client'
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { Confirm } from '../../../../ui/confirm.tsx'
import { formatMoney } from '../../../../ui/format.ts'

const REASON_CHARS_MAX = 200

/** Takes an order back for its customer: the money is given back, the goods return to stock. */
export function CancelOrder({ order }: { readonly order: Order }) {
  const { t } = useTranslation('operations')
  const queries = useQueryClient()
  const formId = useId()
  const [opened, { open, close }] = useDisclosure(false)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { reason: '' },
    validate: { reason: value => (value.trim() === '' ? t('tasks.needReason') : null) },
  })
  const attempt = useAttempt<{ reason: string }, unknown>({
    form: `cancel.${order.id}`,
    send: (body, key) =>
      answerOf(
        api.POST('/api/orders/{orderId}/cancel', {
          params: { path: { orderId: order.id }, header: { 'Idempotency-Key': key, Prefer: 'wait=5' } },
          body,
        }),
      ),
    async onDone() {
      notifications.show({ message: t('orders.cancelled'), color: 'pine' })
      close()
      await Promise.all(['orders', 'history', 'payments'].map(key => queries.invalidateQueries({ queryKey: [key] })))
    },
  })
  const submit = ({ reason }: { reason: string }) => attempt.submit({ reason: reason.trim() })
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('orders.cancel')}
      </Button>
      <Confirm
        opened={opened}
        onClose={close}
        title={t('orders.cancelTitle')}
        action={t('orders.cancel')}
        form={formId}
        busy={attempt.busy}
        danger
      >
        <form id={formId} onSubmit={form.onSubmit(submit)} noValidate>
          <Stack gap="md">
            <Text>{t('orders.cancelText', { amount: formatMoney(order.total - order.refunded, order.currency) })}</Text>
            <TextInput
              label={t('orders.cancelReason')}
              maxLength={REASON_CHARS_MAX}
              key={form.key('reason')}
              {...form.getInputProps('reason')}
            />
            <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
          </Stack>
        </form>
      </Confirm>
    </>
  )
}
