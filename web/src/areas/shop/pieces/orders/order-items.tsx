import { Card, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatMoney, formatNumber } from '../../../../ui/format.ts'
import { imageOf } from '../../../../ui/image.ts'
import { useLocal } from '../../../../ui/local.ts'
import { Money } from '../../../../ui/money.tsx'
import { ProductPicture } from '../../../../ui/product-picture.tsx'
import { type OrderInFull, productsByIds } from '../queries.ts'
import classes from './order-items.module.css'

/** What was ordered, at the prices of then. */
export function OrderItems({ order: { items, currency } }: { readonly order: OrderInFull }) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  const { data: products } = useQuery(productsByIds(items.map(({ productId }) => productId)))
  return (
    <Card>
      <Title order={2} size="h3">
        {t('order.items')}
      </Title>
      <ul className={classes.items}>
        {items.map(({ productId, name, price, quantity, total }) => {
          const product = products?.get(productId)
          return (
            <li key={productId} className={classes.item}>
              <ProductPicture image={product && imageOf(product)} category={product?.category} size="line" />
              <div className={classes.what}>
                {product ? (
                  <Link to="/shop/products/$id" params={{ id: productId }} className={classes.name}>
                    {local(name)}
                  </Link>
                ) : (
                  <span className={classes.name}>{local(name)}</span>
                )}
                <Text size="sm" c="dimmed">
                  {t('order.each', { price: formatMoney(price, currency), count: formatNumber(quantity) })}
                </Text>
              </div>
              <Money amount={total} currency={currency} fw={700} />
            </li>
          )
        })}
      </ul>
    </Card>
  )
}
