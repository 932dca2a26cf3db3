import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDate, today } from '../../../../ui/format.ts'
import { firstDay, monthOf } from '../history-search.ts'
import { MONTHS_SHOWN, monthlyFlowQuery } from '../queries.ts'
import { FlowCard } from './flow-card.tsx'
import { everyMonth } from './sums.ts'

/** The last months. */
export function MonthsFlow() {
  const { t } = useTranslation('wallet')
  const { data } = useSuspenseQuery(monthlyFlowQuery())
  const bars = everyMonth(data, monthOf(today()), MONTHS_SHOWN).map(sum => ({
    ...sum,
    label: formatDate(firstDay(sum.date), { month: 'short' }),
  }))
  return <FlowCard title={t('flow.months', { count: MONTHS_SHOWN })} unit={t('flow.monthUnit')} bars={bars} />
}
