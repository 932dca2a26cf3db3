import type { Payment } from '@madang/client'
import { Divider, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../../../ui/facts.tsx'
import { formatInstant } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import type { OrderInFull } from '../queries.ts'
import { AddressText } from './address-text.tsx'

interface OrderFactsProps {
  readonly order: OrderInFull
  readonly payments: readonly Payment[]
}

/** When, how much, by what, and where to. */
export function OrderFacts({ order, payments }: OrderFactsProps) {
  const { t } = useTranslation('shop')
  const { createdAt, total, refunded, currency, shippingAddress } = order
  const paidBy = usePaidBy(order, payments)
  return (
    <Stack gap="md">
      <Facts
        items={[
          [t('order.placedAt'), formatInstant(createdAt)],
          [t('order.payment'), paidBy],
          [
            paidBy === null ? t('sum.total') : t('order.total'),
            <Money key="total" amount={total} currency={currency} fw={700} />,
          ],
          [t('order.refunded'), refunded > 0 && <Money key="refunded" amount={refunded} currency={currency} />],
        ]}
      />
      {shippingAddress && (
        <>
          <Divider />
          <div>
            <Text c="dimmed" mb={4}>
              {t('order.receiver')}
            </Text>
            <AddressText address={shippingAddress} />
          </div>
        </>
      )}
    </Stack>
  )
}

/** "지갑", "VISA 카드 ····4242"; nothing while it is not paid. */
function usePaidBy({ paymentMethod, status }: OrderInFull, payments: readonly Payment[]): string | null {
  const { t } = useTranslation('shop')
  if (status === 'pending' || status === 'awaiting_payment' || status === 'failed') return null
  const card = payments.find(payment => payment.card !== null && payment.reason === null)?.card
  if (paymentMethod === 'credit_card') return card ? t('order.paidBy.card', card) : t('order.paidBy.credit_card')
  return paymentMethod === null ? null : t('order.paidBy.wallet')
}
