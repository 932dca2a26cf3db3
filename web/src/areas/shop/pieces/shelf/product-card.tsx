import type { Product } from '@madang/client'
import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../../ui/format.ts'
import { imageOf } from '../../../../ui/image.ts'
import { useLocal } from '../../../../ui/local.ts'
import { Money } from '../../../../ui/money.tsx'
import { ProductPicture } from '../../../../ui/product-picture.tsx'
import { stockNote } from '../stock.ts'
import classes from './product-card.module.css'

interface ProductCardProps {
  readonly product: Product
  readonly eager: boolean
}

/** A product on the shelf: picture, name, price, and what is left when that is little. */
export function ProductCard({ product, eager }: ProductCardProps) {
  const local = useLocal()
  const { id, name, price, currency, category, stock } = product
  const note = stockNote(stock.available)
  return (
    <Link to="/shop/products/$id" params={{ id }} className={classes.card} data-note={note ?? undefined}>
      <ProductPicture image={imageOf(product)} category={category} eager={eager} pale={note === 'soldOut'} />
      <span className={classes.name}>{local(name)}</span>
      <span className={classes.line}>
        <Money amount={price} currency={currency} fw={700} fz="lg" />
        <StockText available={stock.available} />
      </span>
    </Link>
  )
}

/** "78개 남음", or sold out; nothing while there is enough. */
export function StockText({ available }: { readonly available: number }) {
  const { t } = useTranslation('shop')
  const note = stockNote(available)
  if (note === null) return null
  const color = note === 'few' ? 'var(--m-accent-text)' : 'dimmed'
  return (
    <Text span size="xs" fw={600} c={color} className="nowrap">
      {note === 'few' ? t('stock.few', { count: available, left: formatNumber(available) }) : t('stock.soldOut')}
    </Text>
  )
}
