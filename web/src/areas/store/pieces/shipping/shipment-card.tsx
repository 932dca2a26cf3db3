import { Card, Group, Text, Title } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../../api/use-session.ts'
import { formatInstant } from '../../../../ui/format.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { Money } from '../../../../ui/money.tsx'
import { Status } from '../../../../ui/status.tsx'
import type { Order } from '../queries.ts'
import { Address } from './address.tsx'
import { ItemList } from './item-list.tsx'
import { MoveButton } from './move-button.tsx'
import { nextMove, ownShipment } from './own.ts'
import classes from './shipping.module.css'

/** One parcel: what, where to, and what to do with it. */
export function ShipmentCard({ order }: { readonly order: Order }) {
  const { t } = useTranslation('store')
  const user = useUser()
  const own = ownShipment(order, user?.id ?? '')
  const { shipment, items } = own
  const move = nextMove(order, own)
  const total = items.reduce((sum, item) => sum + item.total, 0)
  return (
    <Card component="article">
      <Group justify="space-between" gap="xs" mb="md">
        <Group gap="xs">
          <Title order={2} size="h4">
            {order.number ?? order.id}
          </Title>
          {shipment && <Status of="shipment" status={shipment.status} />}
        </Group>
        <Group gap="sm">
          <Text size="sm" c="dimmed">
            {formatInstant(order.createdAt)}
          </Text>
          <Money amount={total} currency={order.currency} fw={700} />
        </Group>
      </Group>
      <div className={classes.body}>
        <ItemList items={items} />
        <Address address={order.shippingAddress} />
        <div className={classes.deeds}>
          {move && <MoveButton order={order} items={items} move={move} />}
          <LinkButton
            to="/store/shipping/$id"
            params={{ id: order.id }}
            variant="default"
            leftSection={<IconPrinter size={18} stroke={1.8} />}
          >
            {t('shipping.slip')}
          </LinkButton>
        </div>
      </div>
    </Card>
  )
}
