/** Takes an order back until it is shipped: asked once more, with a reason. */
import type { Order } from '@madang/client'
import { Button, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { Confirm } from '../../../../ui/confirm.tsx'
import { formatMoney } from '../../../../ui/format.ts'
import type { OrderInFull } from '../queries.ts'
import classes from './cancel-order.module.css'

const REASONS = ['mind', 'mistake', 'address', 'late', 'other'] as const
type Reason = (typeof REASONS)[number]
const WORDS_MAX = 200

/** From these an order can be taken back. */
export const isCancellable = ({ status }: Order): boolean =>
  status === 'pending' || status === 'awaiting_payment' || status === 'confirmed'

export function CancelOrder({ order }: { readonly order: OrderInFull }) {
  const { t } = useTranslation('shop')
  const [opened, setOpened] = useState(false)
  const [reason, setReason] = useState<Reason>('mind')
  const [words, setWords] = useState('')
  const [isMissing, setMissing] = useState(false)
  const { state, busy, submit, retry } = useCancellation(order.id, () => setOpened(false))
  const said = reason === 'other' ? words.trim() : t(`cancel.reasons.${reason}`)
  const confirm = () => {
    setMissing(said === '')
    if (said !== '') submit({ reason: said })
  }
  return (
    <>
      <Button variant="subtle" color="gray" fullWidth onClick={() => setOpened(true)}>
        {t('cancel.open')}
      </Button>
      <Confirm
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('cancel.title')}
        action={t('cancel.confirm')}
        back={t('cancel.back')}
        onConfirm={confirm}
        busy={busy}
        danger
      >
        <Stack gap="md">
          <Text>
            {order.status === 'confirmed'
              ? t('cancel.paid', { amount: formatMoney(order.total, order.currency) })
              : t('cancel.unpaid')}
          </Text>
          <Radio.Group
            size="md"
            label={t('cancel.reason')}
            value={reason}
            onChange={chosen => setReason(chosen as Reason)}
          >
            <Stack gap={0} mt={4}>
              {REASONS.map(each => (
                <Radio
                  key={each}
                  value={each}
                  label={t(`cancel.reasons.${each}`)}
                  size="md"
                  className={classes.reason}
                />
              ))}
            </Stack>
          </Radio.Group>
          {reason === 'other' && (
            <Textarea
              size="md"
              label={t('cancel.words')}
              value={words}
              onChange={event => setWords(event.currentTarget.value)}
              error={isMissing && said === '' ? t('cancel.needWords') : null}
              maxLength={WORDS_MAX}
              autosize
              minRows={2}
            />
          )}
          <AttemptNotice state={state} onRetry={retry} />
        </Stack>
      </Confirm>
    </>
  )
}

/** Once, whatever becomes of its answer. */
function useCancellation(orderId: string, onClosed: () => void) {
  const queryClient = useQueryClient()
  const params = (key: string) => ({ path: { orderId }, header: { 'Idempotency-Key': key } })
  return useAttempt({
    form: `cancel.${orderId}`,
    send: (body: { readonly reason: string }, key) =>
      answerOf(api.POST('/api/orders/{orderId}/cancel', { params: params(key), body })),
    async onDone() {
      onClosed()
      await Promise.all(
        [['orders'], ['payments'], ['balance'], ['products']].map(queryKey =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      )
    },
  })
}
