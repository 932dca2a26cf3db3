import type { Payment } from '@madang/client'
import { Button, Card, Stack, Text } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatInstant, formatMoney } from '../../../../ui/format.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { stageOf } from '../checkout/stage.ts'
import classes from '../columns.module.css'
import type { OrderInFull } from '../queries.ts'
import { CancelOrder, isCancellable } from './cancel-order.tsx'
import { OrderFacts } from './order-facts.tsx'

interface OrderAsideProps {
  readonly order: OrderInFull
  readonly payments: readonly Payment[]
}

/** The facts of an order, and what can be done with it now. */
export function OrderAside({ order, payments }: OrderAsideProps) {
  const { t } = useTranslation('shop')
  const { id, number, total, currency, payUntil } = order
  const isUnpaid = stageOf(order, payments) === 'pay'
  return (
    <Card className={classes.aside}>
      <Stack gap="lg">
        <OrderFacts order={order} payments={payments} />
        <Stack gap="xs" className="no-print">
          {isUnpaid && payUntil && (
            <Text size="sm" c="dimmed">
              {t('order.payUntil', { time: formatInstant(payUntil) })}
            </Text>
          )}
          {isUnpaid ? (
            <LinkButton to="/shop/checkout" search={{ order: id }} size="lg" fullWidth>
              {t('checkout.pay', { amount: formatMoney(total, currency) })}
            </LinkButton>
          ) : (
            <LinkButton to="/shop" fullWidth>
              {t('order.continue')}
            </LinkButton>
          )}
          {number !== null && (
            <Button
              variant="default"
              fullWidth
              leftSection={<IconPrinter size={18} stroke={1.8} aria-hidden />}
              onClick={() => window.print()}
            >
              {t('order.receipt')}
            </Button>
          )}
          {isCancellable(order) && <CancelOrder order={order} />}
        </Stack>
      </Stack>
    </Card>
  )
}
