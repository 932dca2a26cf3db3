import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type CursorSearch, useCursor } from '../../../../ui/cursor.ts'
import { formatInstant, formatNumber } from '../../../../ui/format.ts'
import { TextLink } from '../../../../ui/links.tsx'
import { Panel } from '../../../../ui/panel.tsx'
import { type Column, RecordTable } from '../../../../ui/record-table.tsx'
import { Empty, RowsSkeleton } from '../../../../ui/states.tsx'
import { type Movement, movements } from '../queries.ts'

/** What the API says of pieces that were there when the product was added. */
const FIRST = 'initial stock'

interface StockHistoryProps {
  readonly productId: string
  readonly search: CursorSearch
}

/** What came in and went out, newest first. */
export function StockHistory({ productId, search }: StockHistoryProps) {
  const { t } = useTranslation('store')
  const { data } = useQuery(movements(productId, search.cursor))
  const paging = useCursor(search, data?.nextCursor)
  const columns = useColumns()
  return (
    <Panel title={t('stock.history')} flush>
      {data ? (
        <RecordTable
          label={t('stock.history')}
          rows={data.items}
          id={({ number }) => String(number)}
          columns={columns}
          brief={movement => ({
            title: t(`stock.kind.${movement.kind}`),
            aside: <Change change={movement.change} />,
            detail: (
              <>
                {formatInstant(movement.at)} · <Why movement={movement} />
              </>
            ),
          })}
          empty={<Empty title={t('stock.noHistory')} />}
          {...paging}
        />
      ) : (
        <RowsSkeleton rows={4} />
      )}
    </Panel>
  )
}

function Change({ change }: { readonly change: number }) {
  return (
    <Text span inherit fw={600} c={change > 0 ? 'var(--m-good)' : undefined} className="nowrap">
      {change > 0 ? '+' : '−'}
      {formatNumber(Math.abs(change))}
    </Text>
  )
}

function Why({ movement: { orderId, reason } }: { readonly movement: Movement }) {
  const { t } = useTranslation('store')
  if (orderId === null) return reason === FIRST ? t('stock.initial') : reason
  return (
    <TextLink to="/store/shipping/$id" params={{ id: orderId }}>
      {t('stock.order')}
    </TextLink>
  )
}

function useColumns(): readonly Column<Movement>[] {
  const { t } = useTranslation('store')
  return [
    { key: 'at', title: t('stock.at'), cell: ({ at }) => <span className="nowrap">{formatInstant(at)}</span> },
    { key: 'kind', title: t('stock.what'), cell: ({ kind }) => t(`stock.kind.${kind}`) },
    { key: 'why', title: t('stock.reason'), cell: movement => <Why movement={movement} /> },
    { key: 'change', title: t('stock.count'), numeric: true, cell: ({ change }) => <Change change={change} /> },
    { key: 'onHand', title: t('stock.after'), numeric: true, cell: ({ onHand }) => formatNumber(onHand) },
  ]
}
