import type { Payment } from '@madang/client'
import { Card, Stack, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Notice } from '../checkout/refused.tsx'
import { failureKind } from '../checkout/stage.ts'
import type { OrderInFull } from '../queries.ts'
import { OrderSteps } from './order-steps.tsx'

interface OrderProgressProps {
  readonly order: OrderInFull
  readonly payments: readonly Payment[]
}

/** The way of the order, and why it is not going on, if it is not. */
export function OrderProgress({ order, payments }: OrderProgressProps) {
  const { t } = useTranslation('shop')
  return (
    <Card className="no-print">
      <Stack gap="lg">
        <Title order={2} size="h3">
          {t('order.progress')}
        </Title>
        <Reason order={order} />
        <OrderSteps order={order} payments={payments} />
      </Stack>
    </Card>
  )
}

function Reason({ order: { reason, reasonCode, status } }: { readonly order: OrderInFull }) {
  const { t } = useTranslation('shop')
  if (reasonCode === null) return null
  const why = t(`failed.${failureKind(reasonCode)}`)
  const note = reason === reasonCode ? null : reason
  if (status === 'failed')
    return (
      <Notice color="crimson" title={t('failed.title')}>
        <Text size="sm">{why}</Text>
        <Text size="sm">{t('failed.unpaid')}</Text>
      </Notice>
    )
  return <Notice title={why}>{note && <Text size="sm">{t('order.note', { note })}</Text>}</Notice>
}
