import type { Schemas } from '@madang/client'
import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../../ui/format.ts'

/** As the API's list of what is low has it. */
const LOW_STOCK_MAX = 5

/** How many can be sold; in colour where that is few or none. */
export function StockBadge({ stock: { available } }: { readonly stock: Schemas['Stock'] }) {
  const { t } = useTranslation('store')
  if (available === 0) return <Badge color="crimson">{t('stock.soldOut')}</Badge>
  const left = t('stock.pieces', { count: available, pieces: formatNumber(available) })
  if (available > LOW_STOCK_MAX) return <span className="nowrap">{left}</span>
  return <Badge color="amber">{left}</Badge>
}
