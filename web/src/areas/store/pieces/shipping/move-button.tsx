import { Button, type ButtonProps, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { Confirm } from '../../../../ui/confirm.tsx'
import type { Order } from '../queries.ts'
import { useItemsText } from './items-text.ts'

interface MoveButtonProps extends Pick<ButtonProps, 'fullWidth'> {
  readonly order: Order
  readonly items: Order['items']
  readonly move: 'ship' | 'deliver'
}

/** Hands one's lines of an order to the carrier, or says that they have arrived. Neither can be taken back. */
export function MoveButton({ order, items, move, ...button }: MoveButtonProps) {
  const { t } = useTranslation('store')
  const itemsText = useItemsText()
  const queries = useQueryClient()
  const [asking, { open, close }] = useDisclosure(false)
  const attempt = useAttempt<{ orderId: string }, unknown>({
    form: `${move}.${order.id}`,
    send({ orderId }, key) {
      const params = { path: { orderId }, header: { 'Idempotency-Key': key } }
      return answerOf(
        move === 'ship'
          ? api.POST('/api/orders/{orderId}/ship', { params })
          : api.POST('/api/orders/{orderId}/deliver', { params }),
      )
    },
    async onDone() {
      notifications.show({ message: t(`shipping.${move}Done`), color: 'pine' })
      close()
      await queries.invalidateQueries({ queryKey: ['orders'] })
    },
  })
  const name = itemsText(items)
  return (
    <>
      <Button onClick={open} {...button}>
        {t(`shipping.${move}`)}
      </Button>
      <Confirm
        opened={asking}
        onClose={close}
        title={t(`shipping.${move}Title`)}
        action={t(`shipping.${move}`)}
        onConfirm={() => attempt.submit({ orderId: order.id })}
        busy={attempt.busy}
      >
        <Stack gap="sm">
          <Text fw={600}>{name}</Text>
          <Text>{t(`shipping.${move}Text`)}</Text>
          <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
        </Stack>
      </Confirm>
    </>
  )
}
