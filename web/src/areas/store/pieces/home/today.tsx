import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Change, type Figure, Figures } from '../../../../ui/figures.tsx'
import { formatMoney, formatNumber, today } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import { shiftDay } from '../bars/spans.ts'
import { dailySales, lowStock, toShip } from '../queries.ts'
import { salesOn } from './sales.ts'

const UNKNOWN = '–'
const CURRENCY = 'KRW'

/** What was sold today, and what waits. */
export function Today() {
  const { t } = useTranslation('store')
  return <Figures label={t('home.today')} figures={[useSales(), useCount(), useToShip(), useLowStock()]} />
}

function useSales(): Figure {
  const { t } = useTranslation('store')
  const { data } = useQuery(dailySales())
  const label = t('home.sales')
  if (!data) return { label, value: UNKNOWN }
  const [now, before] = [today(), shiftDay(today(), -1)].map(date => salesOn(data, date, CURRENCY).amount)
  const value = <Money amount={now ?? 0} />
  if (!before) return { label, value, note: t('home.noneYesterday') }
  return { label, value, note: t('home.yesterday', { amount: formatMoney(before) }) }
}

function useCount(): Figure {
  const { t } = useTranslation('store')
  const { data } = useQuery(dailySales())
  const label = t('home.count')
  if (!data) return { label, value: UNKNOWN }
  const { amount, count } = salesOn(data, today(), CURRENCY)
  const value = t('common.times', { count })
  if (count === 0) return { label, value, note: t('home.noneYet') }
  const each = <Money amount={Math.round(amount / count)} />
  return {
    ...{ label, value },
    note: (
      <>
        {t('home.average')} {each}
      </>
    ),
  }
}

interface Page {
  readonly items: readonly unknown[]
  readonly nextCursor: string | null
}

/** What is on the first page; more than that is said so. */
const countOf = ({ items, nextCursor }: Page): string => `${formatNumber(items.length)}${nextCursor ? '+' : ''}`

function useToShip(): Figure {
  const { t } = useTranslation('store')
  const { data } = useQuery(toShip())
  const label = t('home.toShip')
  if (!data) return { label, value: UNKNOWN }
  const note = data.items.length === 0 ? t('home.allShipped') : t('home.shipSoon')
  return { label, value: t('common.orders', { count: countOf(data) }), note }
}

function useLowStock(): Figure {
  const { t } = useTranslation('store')
  const { data } = useQuery(lowStock())
  const label = t('home.lowStock')
  if (!data) return { label, value: UNKNOWN }
  const gone = data.items.filter(({ stock }) => stock.available === 0).length
  const note = gone === 0 ? t('home.noneGone') : <Change tone="bad">{t('home.gone', { count: gone })}</Change>
  return { label, value: t('common.products', { count: countOf(data) }), note }
}
