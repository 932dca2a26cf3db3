import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDate, today } from '../../../../ui/format.ts'
import { BarsCard } from '../bars/bars-card.tsx'
import { everyDay } from '../bars/spans.ts'
import { dailySales, SALES_DAYS } from '../queries.ts'
import { salesIn } from './sales.ts'

const HEIGHT = 300

/** What was paid at one's franchises in the last days. */
export function SalesCard() {
  const { t } = useTranslation('store')
  const { data } = useQuery(dailySales())
  if (!data) return <Skeleton height={HEIGHT} radius={16} />
  const bars = everyDay(salesIn(data, 'KRW'), today(), SALES_DAYS).map(({ at, amount }) => ({
    label: formatDate(at, { month: 'numeric', day: 'numeric' }),
    amount,
  }))
  return (
    <BarsCard
      title={t('home.salesDays', { count: SALES_DAYS })}
      unit={t('common.day')}
      word={t('home.salesWord')}
      bars={bars}
      hue="amber"
    />
  )
}
