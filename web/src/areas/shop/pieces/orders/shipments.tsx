import { Card, Group, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '../../../../ui/format.ts'
import { useLocal } from '../../../../ui/local.ts'
import { Status } from '../../../../ui/status.tsx'
import { type OrderInFull, seller } from '../queries.ts'

type Shipment = OrderInFull['shipments'][number]

/** Each seller ships their own part. Before an order is paid, and once it is taken back, nothing is shipped. */
export function Shipments({ order }: { readonly order: OrderInFull }) {
  const { t } = useTranslation('shop')
  if (!SHIPPED.includes(order.status)) return null
  return (
    <Card className="no-print">
      <Stack gap="md">
        <Title order={2} size="h3">
          {t('order.shipments')}
        </Title>
        {order.shipments.map(shipment => (
          <ShipmentOf key={shipment.merchantId} shipment={shipment} order={order} />
        ))}
      </Stack>
    </Card>
  )
}

const SHIPPED: readonly OrderInFull['status'][] = ['confirmed', 'partially_shipped', 'shipped', 'delivered']

function ShipmentOf({ shipment, order }: { readonly shipment: Shipment; readonly order: OrderInFull }) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  const { merchantId, status, productIds, shippedAt, deliveredAt } = shipment
  const { data: sender } = useQuery({ ...seller(merchantId ?? ''), enabled: merchantId !== null })
  const name = merchantId === null ? t('order.ourselves') : sender ? local(sender.name) : t('order.someSeller')
  const goods = order.items.filter(({ productId }) => productIds.includes(productId)).map(item => local(item.name))
  const times = [
    shippedAt && t('order.shippedAt', { time: formatInstant(shippedAt) }),
    deliveredAt && t('order.deliveredAt', { time: formatInstant(deliveredAt) }),
  ].filter(Boolean)
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <div>
        <Text fw={600}>{t('order.from', { name })}</Text>
        <Text size="sm" c="dimmed">
          {goods.join(', ')}
        </Text>
        {times.length > 0 && (
          <Text size="sm" c="dimmed">
            {times.join(' · ')}
          </Text>
        )}
      </div>
      <Status of="shipment" status={status} tone={status === 'open' ? 'waiting' : undefined} />
    </Group>
  )
}
