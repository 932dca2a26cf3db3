/** Why an order was not taken, and what to do next. */
import { Alert, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Refusal } from '../../../../api/client.ts'
import { formatMoney } from '../../../../ui/format.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { useLocal } from '../../../../ui/local.ts'
import type { BasketLine } from './basket.ts'

interface RefusedProps {
  readonly refusal: Refusal
  readonly lines: readonly BasketLine[]
}

export function Refused({ refusal, lines }: RefusedProps) {
  const { t } = useTranslation('shop')
  const { code, problem } = refusal
  if (code === 'price_changed') return <PriceChanged change={changeIn(problem)} lines={lines} />
  if (code === 'cart_changed') return <Notice title={t('refused.cartChanged')}>{t('refused.cartChangedText')}</Notice>
  if (code === 'cart_already_ordered' && typeof problem.orderId === 'string')
    return (
      <Notice
        title={t('refused.alreadyOrdered')}
        action={
          <LinkButton to="/shop/orders/$id" params={{ id: problem.orderId }} variant="default" size="sm">
            {t('checkout.toOrder')}
          </LinkButton>
        }
      >
        {t('refused.alreadyOrderedText')}
      </Notice>
    )
  return (
    <Notice
      title={refusal.message}
      action={
        OF_CART.includes(code) && (
          <LinkButton to="/shop/cart" variant="default" size="sm">
            {t('checkout.toCart')}
          </LinkButton>
        )
      }
    />
  )
}

/** What is mended in the cart. */
const OF_CART = ['product_inactive', 'product_unknown', 'mixed_currencies', 'cart_empty', 'quantity_limit']

interface PriceChange {
  readonly currency: string
  readonly oldTotal: number
  readonly newTotal: number
  readonly items: readonly { readonly productId: string; readonly oldPrice: number; readonly newPrice: number }[]
}

const changeIn = (problem: Refusal['problem']): PriceChange => problem as unknown as PriceChange

interface PriceChangedProps extends Pick<RefusedProps, 'lines'> {
  readonly change: PriceChange
}

function PriceChanged({ change: { currency, oldTotal, newTotal, items }, lines }: PriceChangedProps) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  const money = (from: number, to: number) => ({ from: formatMoney(from, currency), to: formatMoney(to, currency) })
  return (
    <Notice title={t('refused.priceTitle')}>
      {items.map(({ productId, oldPrice, newPrice }) => {
        const name = lines.find(line => line.productId === productId)?.name
        return (
          <Text key={productId} size="sm">
            {t('refused.priceLine', { name: name ? local(name) : '', ...money(oldPrice, newPrice) })}
          </Text>
        )
      })}
      <Text size="sm" fw={600}>
        {t('refused.priceTotal', money(oldTotal, newTotal))}
      </Text>
      <Text size="sm">{t('refused.priceText')}</Text>
    </Notice>
  )
}

interface NoticeProps {
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  readonly color?: 'amber' | 'crimson'
}

export function Notice({ title, children, action, color = 'amber' }: NoticeProps) {
  return (
    <Alert color={color} icon={<IconAlertTriangle />} title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        {children && <div>{children}</div>}
        {action}
      </Stack>
    </Alert>
  )
}
