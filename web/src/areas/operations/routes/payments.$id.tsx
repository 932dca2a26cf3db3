import type { Payment } from '@madang/client'
import { Group, Stack, Text } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Columns } from '../../../ui/columns.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatInstant, formatMoney } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Status } from '../../../ui/status.tsx'
import { Happened, TraceButton } from '../pieces/happened.tsx'
import { OnePending } from '../pieces/pending.tsx'
import { Person } from '../pieces/person.tsx'
import { franchises, payment } from '../pieces/queries.ts'
import { CopiedId, ShortId } from '../pieces/short-id.tsx'
import { Thing } from '../pieces/thing.tsx'

export const Route = createFileRoute('/operations/payments/$id')({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(payment(params.id)),
  component: PaymentPage,
  pendingComponent: OnePending,
})

function PaymentPage() {
  const { t } = useTranslation('operations')
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(payment(id))
  return (
    <Page
      title={formatMoney(data.amount, data.currency)}
      subtitle={
        <Group gap="xs" mt={4}>
          <Status of="payment" status={data.status} />
          <Text span size="sm" c="dimmed">
            {formatInstant(data.createdAt)}
          </Text>
        </Group>
      }
      actions={<TraceButton id={id} />}
    >
      <Columns aside={<PaymentFacts payment={data} />}>
        <Panel title={t('payments.refunds')}>
          <Refunds payment={data} />
        </Panel>
        <Happened id={id} progress={t('payments.progress')} />
      </Columns>
    </Page>
  )
}

function PaymentFacts({ payment: paid }: { readonly payment: Payment }) {
  const { t } = useTranslation('operations')
  const { id, orderId, franchiseId, userId, paymentMethod, card, currency, refunded, refunding, fee, reason } = paid
  const { data: names } = useQuery(franchises())
  return (
    <Panel title={t('payments.title')}>
      <Facts
        items={[
          [t('payments.order'), orderId && <Thing id={orderId} />],
          [t('payments.franchise'), franchiseId && (names?.get(franchiseId) ?? <ShortId id={franchiseId} />)],
          [t('payments.member'), <Person key="member" id={userId} />],
          [t('payments.method'), t(`method.${paymentMethod}`)],
          [t('payments.card'), card && `${card.brand} ···· ${card.last4}`],
          [t('payments.refunded'), refunded > 0 && <Money amount={refunded} currency={currency} />],
          [t('payments.refunding'), refunding > 0 && <Money amount={refunding} currency={currency} />],
          [t('payments.fee'), fee !== null && <Money amount={fee} currency={currency} />],
          [t('payments.reason'), reason],
          ['ID', <CopiedId key="id" id={id} />],
        ]}
      />
    </Panel>
  )
}

function Refunds({ payment: { refunds, currency } }: { readonly payment: Payment }) {
  const { t } = useTranslation('operations')
  if (refunds.length === 0) return <Text c="dimmed">{t('payments.noRefunds')}</Text>
  return (
    <Stack gap="sm">
      {refunds.map(({ id, amount, status, how, reason }) => (
        <Group key={id} justify="space-between" gap="xs">
          <div>
            <Text fw={600}>{t(`payments.how.${how}`)}</Text>
            <Text size="sm" c="dimmed">
              {reason ?? <ShortId id={id} />}
            </Text>
          </div>
          <Group gap="sm">
            <Money amount={amount} currency={currency} fw={600} />
            <Status of="refund" status={status} />
          </Group>
        </Group>
      ))}
    </Stack>
  )
}
