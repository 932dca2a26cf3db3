import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { imageOf } from '../../../../ui/image.ts'
import { LinkButton } from '../../../../ui/links.tsx'
import { useLocal } from '../../../../ui/local.ts'
import { Panel } from '../../../../ui/panel.tsx'
import { ProductPicture } from '../../../../ui/product-picture.tsx'
import { RowsSkeleton } from '../../../../ui/states.tsx'
import { StockBadge } from '../products/stock-badge.tsx'
import { lowStock } from '../queries.ts'
import classes from './rows.module.css'

const ROWS = 5

/** Products that are gone, or nearly: fewest first. */
export function LowStock() {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  const local = useLocal()
  const { data } = useQuery(lowStock())
  const rows = data?.items.toSorted((one, other) => one.stock.available - other.stock.available).slice(0, ROWS)
  return (
    <Panel
      title={t('home.lowStock')}
      actions={
        <LinkButton to="/store/products" search={{ show: 'low' }} variant="subtle" size="sm">
          {ui('action.all')}
        </LinkButton>
      }
    >
      {!rows && <RowsSkeleton rows={3} />}
      {rows?.length === 0 && <Text c="dimmed">{t('home.noLowStock')}</Text>}
      <ul className={classes.rows}>
        {rows?.map(product => (
          <li key={product.id}>
            <Link to="/store/products/$id" params={{ id: product.id }} className={classes.row}>
              <ProductPicture image={imageOf(product)} category={product.category} size="small" />
              <span className={classes.what}>{local(product.name)}</span>
              <StockBadge stock={product.stock} />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
