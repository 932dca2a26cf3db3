import { Group, Stack, Text } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Columns } from '../../../ui/columns.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { TextLink } from '../../../ui/links.tsx'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Status } from '../../../ui/status.tsx'
import { Happened, TraceButton } from '../pieces/happened.tsx'
import { CancelOrder } from '../pieces/orders/cancel-order.tsx'
import { OrderLines } from '../pieces/orders/order-lines.tsx'
import { OnePending } from '../pieces/pending.tsx'
import { Person } from '../pieces/person.tsx'
import { order, payments } from '../pieces/queries.ts'
import { CopiedId, ShortId } from '../pieces/short-id.tsx'

export const Route = createFileRoute('/operations/orders/$id')({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(order(params.id)),
  component: OrderPage,
  pendingComponent: OnePending,
})

const CANCELLABLE: readonly string[] = ['pending', 'awaiting_payment', 'confirmed']

function OrderPage() {
  const { t } = useTranslation('operations')
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(order(id))
  return (
    <Page
      title={data.number ?? t('orders.noNumber')}
      subtitle={
        <Group gap="xs" mt={4}>
          <Status of="order" status={data.status} />
          <Text span size="sm" c="dimmed">
            {formatInstant(data.createdAt)}
          </Text>
        </Group>
      }
      actions={
        <>
          <TraceButton id={id} />
          {CANCELLABLE.includes(data.status) && <CancelOrder order={data} />}
        </>
      }
    >
      <Columns aside={<Aside />}>
        <Panel title={t('orders.items')}>
          <OrderLines order={data} />
        </Panel>
        <Happened id={id} progress={t('orders.progress')} />
      </Columns>
    </Page>
  )
}

function Aside() {
  const { t } = useTranslation('operations')
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(order(id))
  const { userId, paymentMethod, reason, reasonCode, shippingAddress: to, total, refunded, currency } = data
  const street = to && [to.street, to.detail, to.city, to.zipCode].filter(Boolean).join(', ')
  return (
    <>
      <Panel title={t('orders.title')}>
        <Facts
          items={[
            [t('orders.total'), <Money key="total" amount={total} currency={currency} fw={700} />],
            [t('orders.refunded'), refunded > 0 && <Money amount={refunded} currency={currency} />],
            [
              t('orders.method'),
              paymentMethod && t(`method.${paymentMethod}` as never, { defaultValue: paymentMethod }),
            ],
            [t('orders.member'), <Person key="member" id={userId} />],
            [t('orders.reason'), reasonCode],
            [t('orders.note'), reason !== reasonCode && reason],
            [
              t('orders.address'),
              to && (
                <>
                  {[to.recipient, to.phone].filter(Boolean).map(line => (
                    <div key={line}>{line}</div>
                  ))}
                  <div>{street}</div>
                </>
              ),
            ],
            ['ID', <CopiedId key="id" id={id} />],
          ]}
        />
      </Panel>
      <Panel title={t('orders.payments')}>
        <OrderPayments orderId={id} />
      </Panel>
    </>
  )
}

function OrderPayments({ orderId }: { readonly orderId: string }) {
  const { t } = useTranslation('operations')
  const { data } = useQuery(payments({ orderId }))
  if (!data) return null
  if (data.items.length === 0) return <Text c="dimmed">{t('orders.noPayments')}</Text>
  return (
    <Stack gap="sm">
      {data.items.map(payment => (
        <Group key={payment.id} justify="space-between" gap="xs">
          <TextLink to="/operations/payments/$id" params={{ id: payment.id }}>
            <ShortId id={payment.id} />
          </TextLink>
          <Group gap="sm">
            <Money amount={payment.amount} currency={payment.currency} fw={600} />
            <Status of="payment" status={payment.status} />
          </Group>
        </Group>
      ))}
    </Stack>
  )
}
