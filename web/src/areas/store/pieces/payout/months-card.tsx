import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDate, today } from '../../../../ui/format.ts'
import { BarsCard } from '../bars/bars-card.tsx'
import { everyMonth } from '../bars/spans.ts'
import { SETTLED_MONTHS, settledMonths } from '../queries.ts'

const HEIGHT = 264
const CURRENCY = 'KRW'

/** What was paid out in the last months. */
export function MonthsCard() {
  const { t } = useTranslation('store')
  const { data } = useQuery(settledMonths())
  if (!data) return <Skeleton height={HEIGHT} radius={16} />
  const known = data
    .filter(({ currency }) => currency === CURRENCY)
    .map(({ month, payout }) => ({ at: month, amount: payout }))
  const bars = everyMonth(known, today().slice(0, 7), SETTLED_MONTHS).map(({ at, amount }) => ({
    label: formatDate(`${at}-01`, { month: 'short' }),
    amount,
  }))
  return (
    <BarsCard
      title={t('settlements.months', { count: SETTLED_MONTHS })}
      unit={t('common.month')}
      word={t('settlements.payout')}
      bars={bars}
      hue="pine"
    />
  )
}
