import { Button, Card, Group, Stack, Text, Title } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUser } from '../../../api/use-session.ts'
import { formatInstantInFull } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { Status } from '../../../ui/status.tsx'
import { OnePending } from '../pieces/pending.tsx'
import { type Order, order } from '../pieces/queries.ts'
import { Address } from '../pieces/shipping/address.tsx'
import { ItemList } from '../pieces/shipping/item-list.tsx'
import { MoveButton } from '../pieces/shipping/move-button.tsx'
import { nextMove, ownShipment } from '../pieces/shipping/own.ts'

export const Route = createFileRoute('/store/shipping/$id')({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(order(params.id)),
  component: PackingSlip,
  pendingComponent: OnePending,
})

/** What lies in the parcel, to be printed and put into it. */
function PackingSlip() {
  const { t } = useTranslation('store')
  const { id } = Route.useParams()
  const user = useUser()
  const { data } = useSuspenseQuery(order(id))
  const own = ownShipment(data, user?.id ?? '')
  const move = nextMove(data, own)
  return (
    <Page
      title={t('shipping.order', { number: data.number ?? data.id })}
      subtitle={
        <Group gap="xs" mt={4}>
          {own.shipment && <Status of="shipment" status={own.shipment.status} />}
          {formatInstantInFull(data.createdAt)}
        </Group>
      }
      actions={
        <Group gap="xs" className="no-print">
          <Button
            variant="default"
            leftSection={<IconPrinter size={18} stroke={1.8} />}
            onClick={() => globalThis.print()}
          >
            {t('shipping.print')}
          </Button>
          {move && <MoveButton order={data} items={own.items} move={move} />}
        </Group>
      }
    >
      <Slip order={data} items={own.items} />
    </Page>
  )
}

function Slip({
  order: { shippingAddress, currency },
  items,
}: {
  readonly order: Order
  readonly items: Order['items']
}) {
  const { t } = useTranslation('store')
  const total = items.reduce((sum, item) => sum + item.total, 0)
  return (
    <Card maw={760}>
      <Stack gap="lg">
        <section>
          <Title order={2} size="h4" mb="xs">
            {t('shipping.to')}
          </Title>
          <Address address={shippingAddress} />
        </section>
        <section>
          <Title order={2} size="h4" mb="sm">
            {t('shipping.items')}
          </Title>
          <ItemList items={items} />
        </section>
        <Group justify="space-between">
          <Text c="dimmed">{t('common.sum')}</Text>
          <Money amount={total} currency={currency} fw={700} />
        </Group>
        <Text size="sm" c="dimmed">
          {t('shipping.thanks')}
        </Text>
      </Stack>
    </Card>
  )
}
