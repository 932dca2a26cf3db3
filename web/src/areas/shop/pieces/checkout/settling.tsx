/** An order that was placed: it is followed until it is paid, or has come to nothing. */
import { Card as Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from '../columns.module.css'
import { OrderSteps } from '../orders/order-steps.tsx'
import { type OrderInFull, order as orderQuery, paymentsOf } from '../queries.ts'
import type { Card } from './card.ts'
import { useCardForm } from './card-form.tsx'
import { takeCard } from './card-handover.ts'
import type { Method } from './method.tsx'
import { Next } from './next.tsx'
import { PayOrder } from './pay-order.tsx'
import { Notice } from './refused.tsx'
import type { CheckoutSearch } from './search.ts'
import { failureKind, stageOf } from './stage.ts'
import { Summary } from './summary.tsx'
import { usePay } from './use-pay.ts'

interface SettlingProps {
  readonly id: string
  /** What to open to order the same again. */
  readonly again: CheckoutSearch
}

export function Settling({ id, again }: SettlingProps) {
  const { data: order } = useSuspenseQuery(orderQuery(id))
  const { data: payments } = useQuery(paymentsOf(id))
  const paying = usePay(order)
  const card = useCardForm()
  const [method, setMethod] = useState<Method | null>(null)
  useHandedCard(id, handed => {
    setMethod('card')
    card.setValues(handed)
    paying.pay(handed)
  })
  // Nothing is asked of the payer before it is known what they have paid already.
  const stage = payments ? stageOf(order, payments) : stageOf(order, [{ status: 'requested' }])
  if (stage === 'paid') return <Navigate to="/shop/orders/$id" params={{ id }} replace />
  if (stage === 'ended') return <Ended order={order} again={again} />
  if (stage === 'pay' && !paying.busy)
    return <PayOrder {...{ order, paying, card, method }} payments={payments ?? []} onMethod={setMethod} />
  return (
    <div className={classes.columns}>
      <Working order={order} payments={payments ?? []} isPaying={paying.busy} />
      <Summary {...summaryOf(order)} />
    </div>
  )
}

export const summaryOf = ({ items, total, currency }: OrderInFull) => ({ lines: items, total, currency })

/** The card that was typed before the order was placed pays it as soon as it is there. */
function useHandedCard(orderId: string, use: (card: Card) => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, on the page that follows the one that placed it.
  useEffect(() => {
    const card = takeCard(orderId)
    if (card) use(card)
  }, [])
}

interface WorkingProps {
  readonly order: OrderInFull
  readonly payments: Parameters<typeof OrderSteps>[0]['payments']
  readonly isPaying: boolean
}

function Working({ order, payments, isPaying }: WorkingProps) {
  const { t } = useTranslation('shop')
  return (
    <Paper>
      <Stack gap="lg">
        <div role="status">
          <Title order={2} size="h3">
            {isPaying ? t('checkout.paying') : t('checkout.working')}
          </Title>
          <Text c="dimmed" size="sm">
            {t('checkout.workingText')}
          </Text>
        </div>
        <OrderSteps order={order} payments={payments} only={['stock', 'payment', 'confirm']} />
      </Stack>
    </Paper>
  )
}

function Ended({ order, again }: { readonly order: OrderInFull; readonly again: SettlingProps['again'] }) {
  const { t } = useTranslation('shop')
  const kind = failureKind(order.reason)
  return (
    <div className={classes.columns}>
      <Paper>
        <Stack gap="lg">
          <Notice color="crimson" title={t('failed.title')} action={<Next kind={kind} again={again} />}>
            <Text size="sm">{t(`failed.${kind}`)}</Text>
            <Text size="sm">{t('failed.unpaid')}</Text>
          </Notice>
          <OrderSteps order={order} payments={[]} />
        </Stack>
      </Paper>
      <Summary {...summaryOf(order)} />
    </div>
  )
}
