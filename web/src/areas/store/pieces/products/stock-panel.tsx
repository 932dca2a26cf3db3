import { Divider } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../../../ui/facts.tsx'
import { formatNumber } from '../../../../ui/format.ts'
import { Panel } from '../../../../ui/panel.tsx'
import type { EditedProduct } from '../queries.ts'
import { StockBadge } from './stock-badge.tsx'
import { StockForm } from './stock-form.tsx'

/** How many pieces there are, and how many of them can be sold. */
export function StockPanel({ product: { id, stock } }: { readonly product: EditedProduct }) {
  const { t } = useTranslation('store')
  const pieces = (count: number) => t('stock.pieces', { count, pieces: formatNumber(count) })
  return (
    <Panel title={t('stock.title')}>
      <Facts
        items={[
          [t('stock.available'), <StockBadge key="available" stock={stock} />],
          [t('stock.reserved'), pieces(stock.reserved)],
          [t('stock.onHand'), pieces(stock.onHand)],
        ]}
      />
      <Divider my="lg" />
      <StockForm key={id} productId={id} />
    </Panel>
  )
}
