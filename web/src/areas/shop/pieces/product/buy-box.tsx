/** Beside the picture of a product: what it is and costs, how many, and the two ways to buy it. */
import type { Schemas } from '@madang/client'
import { Box, Button, Divider, Group, Stack, Text, Title } from '@mantine/core'
import { IconArrowBackUp, IconTruckDelivery } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PIECES_MAX } from '../../../../api/wishes.ts'
import { Deed } from '../../../../ui/deed.tsx'
import { TextLink } from '../../../../ui/links.tsx'
import { useLocal } from '../../../../ui/local.ts'
import { Money } from '../../../../ui/money.tsx'
import { useAddToCart } from '../cart/use-cart.ts'
import { StockText } from '../shelf/product-card.tsx'
import { Stepper } from '../stepper.tsx'
import { stockNote } from '../stock.ts'
import { totalOf } from '../sums.ts'
import { tellAdded, useTellError } from '../toasts.tsx'
import classes from './buy-box.module.css'

type Detail = Schemas['ProductDetail']

export function BuyBox({ product }: { readonly product: Detail }) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  const [pieces, setPieces] = useState(1)
  const { name, description, price, currency, stock } = product
  const max = Math.min(PIECES_MAX, stock.available)
  const isGone = stockNote(stock.available) === 'soldOut' || !product.active
  const buttons = <Deeds product={product} pieces={Math.min(pieces, Math.max(max, 1))} isGone={isGone} />
  return (
    <Stack gap="md">
      <div>
        <Origin product={product} />
        <Title order={1} mt={2}>
          {local(name)}
        </Title>
      </div>
      {local(description) !== '' && (
        <Text c="dimmed" className={classes.description}>
          {local(description)}
        </Text>
      )}
      <Group gap="sm" align="baseline">
        <Money amount={price} currency={currency} className={classes.price} />
        <StockText available={stock.available} />
      </Group>
      <Divider />
      {!isGone && (
        <>
          <Group justify="space-between">
            <Text fw={600}>{t('product.quantity')}</Text>
            <Stepper name={local(name)} value={Math.min(pieces, max)} max={max} onChange={setPieces} />
          </Group>
          <Group justify="space-between">
            <Text fw={600}>{t('sum.total')}</Text>
            <Money
              amount={totalOf([{ price, quantity: Math.min(pieces, max) }], currency)}
              currency={currency}
              fw={700}
              fz="xl"
            />
          </Group>
        </>
      )}
      <Box visibleFrom="md" className={classes.deeds}>
        {buttons}
      </Box>
      <Deed>{buttons}</Deed>
      <Promises />
    </Stack>
  )
}

/** Which shelf it stands on, and who sells it. */
function Origin({ product: { category, categoryName, seller } }: { readonly product: Detail }) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  return (
    <Text size="sm" c="dimmed">
      <TextLink to="/shop" search={{ category }} inherit c="dimmed">
        {local(categoryName)}
      </TextLink>
      {seller.name && ` · ${t('product.soldBy', { name: local(seller.name) })}`}
    </Text>
  )
}

interface DeedsProps {
  readonly product: Detail
  readonly pieces: number
  readonly isGone: boolean
}

function Deeds({ product: { id, name }, pieces, isGone }: DeedsProps) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  const navigate = useNavigate()
  const adding = useAddToCart()
  const tellError = useTellError()
  if (isGone)
    return (
      <Button size="lg" disabled>
        {t('stock.soldOut')}
      </Button>
    )
  const add = () =>
    adding.mutate(
      { productId: id, quantity: pieces },
      {
        onSuccess: () => tellAdded(t('product.added', { name: local(name) }), t('product.toCart')),
        onError: tellError,
      },
    )
  return (
    <>
      <Button size="lg" variant="default" px="sm" loading={adding.isPending} onClick={add}>
        {t('product.add')}
      </Button>
      <Button
        fz="lg"
        px="sm"
        onClick={() => void navigate({ to: '/shop/checkout', search: { product: id, quantity: pieces } })}
      >
        {t('product.buy')}
      </Button>
    </>
  )
}

/** What holds for everything that is sold here. */
function Promises() {
  const { t } = useTranslation('shop')
  return (
    <Stack gap="sm" mt="xs">
      <Promised sign={<IconTruckDelivery size={20} stroke={1.7} aria-hidden />} title={t('product.delivery')}>
        {t('product.deliveryText')}
      </Promised>
      <Promised sign={<IconArrowBackUp size={20} stroke={1.7} aria-hidden />} title={t('product.refund')}>
        {t('product.refundText')}
      </Promised>
    </Stack>
  )
}

interface PromisedProps {
  readonly sign: ReactNode
  readonly title: string
  readonly children: ReactNode
}

const Promised = ({ sign, title, children }: PromisedProps) => (
  <Group gap="sm" align="flex-start" wrap="nowrap">
    {sign}
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <Text size="sm" c="dimmed">
        {children}
      </Text>
    </div>
  </Group>
)
