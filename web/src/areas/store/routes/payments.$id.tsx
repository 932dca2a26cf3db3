import { Group, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Columns } from '../../../ui/columns.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatInstant, formatMoney } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { Status } from '../../../ui/status.tsx'
import { useFranchiseName } from '../pieces/franchise-name.ts'
import { netOf, refundable } from '../pieces/payments/net.ts'
import { RefundForm } from '../pieces/payments/refund-form.tsx'
import { Refunds } from '../pieces/payments/refunds.tsx'
import { OnePending } from '../pieces/pending.tsx'
import { payment } from '../pieces/queries.ts'

export const Route = createFileRoute('/store/payments/$id')({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(payment(params.id)),
  component: PaymentPage,
  pendingComponent: OnePending,
})

function PaymentPage() {
  const { t } = useTranslation('store')
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(payment(id))
  const rest = refundable(data)
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
    >
      <Columns aside={<PaymentFacts />}>
        {rest > 0 && <RefundForm key={rest} payment={data} rest={rest} />}
        {data.status === 'settling' && <Text c="dimmed">{t('refund.settling')}</Text>}
        <Panel title={t('refund.made')}>
          <Refunds payment={data} />
        </Panel>
      </Columns>
    </Page>
  )
}

function PaymentFacts() {
  const { t } = useTranslation('store')
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(payment(id))
  const nameOf = useFranchiseName()
  const { amount, refunded, refunding, fee, currency, franchiseId, paymentMethod } = data
  const net = netOf(data)
  const money = (value: number, fw?: number) => <Money amount={value} currency={currency} fw={fw} />
  const taken = (value: number) => <Money amount={-value} currency={currency} signed />
  return (
    <Panel title={t('payments.sum')}>
      <Facts
        items={[
          [t('common.franchise'), nameOf(franchiseId)],
          [t('payments.method'), t(`payments.by.${paymentMethod}`)],
          [t('payments.amount'), money(amount)],
          [t('payments.refunded'), refunded > 0 && taken(refunded)],
          [t('payments.refunding'), refunding > 0 && taken(refunding)],
          [t('payments.fee'), fee !== null && taken(fee)],
          [t('payments.net'), net !== null && money(net, 700)],
          [t('payments.id'), id],
        ]}
      />
    </Panel>
  )
}
