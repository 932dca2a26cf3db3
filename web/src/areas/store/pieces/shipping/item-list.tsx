import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../../ui/format.ts'
import { imageOf } from '../../../../ui/image.ts'
import { useLocal } from '../../../../ui/local.ts'
import { ProductPicture } from '../../../../ui/product-picture.tsx'
import { type Order, productsByIds } from '../queries.ts'
import classes from './shipping.module.css'

/** What goes into the parcel. */
export function ItemList({ items }: { readonly items: Order['items'] }) {
  const { t } = useTranslation('store')
  const local = useLocal()
  const { data: products } = useQuery(productsByIds(items.map(({ productId }) => productId)))
  return (
    <ul className={classes.items}>
      {items.map(({ productId, name, quantity }) => {
        const product = products?.get(productId)
        return (
          <li key={productId} className={classes.item}>
            <ProductPicture image={product && imageOf(product)} category={product?.category} size="small" />
            <span className={classes.name}>{local(name)}</span>
            <Text span fw={700} className="nowrap">
              {t('stock.pieces', { count: quantity, pieces: formatNumber(quantity) })}
            </Text>
          </li>
        )
      })}
    </ul>
  )
}
