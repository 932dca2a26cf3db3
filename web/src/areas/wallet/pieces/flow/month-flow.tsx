import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { today } from '../../../../ui/format.ts'
import { dailyFlowQuery } from '../queries.ts'
import { FlowCard } from './flow-card.tsx'
import { everyDay, shortDay } from './sums.ts'

/** This month, day by day. */
export function MonthFlow() {
  const { t } = useTranslation('wallet')
  const { data } = useSuspenseQuery(dailyFlowQuery())
  const bars = everyDay(data, today()).map(sum => ({
    ...sum,
    label: shortDay(sum.date),
  }))
  return <FlowCard title={t('flow.month')} unit={t('flow.day')} bars={bars} />
}
