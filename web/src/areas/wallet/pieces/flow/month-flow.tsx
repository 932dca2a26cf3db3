import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { dailyFlowQuery } from '../queries.ts'
import { FlowCard } from './flow-card.tsx'

/** `11/28`, below a bar. */
const shortDay = (date: string): string => date.split('-').slice(1).map(Number).join('/')

/** This month, day by day. */
export function MonthFlow() {
  const { t } = useTranslation('wallet')
  const { data } = useSuspenseQuery(dailyFlowQuery())
  return <FlowCard title={t('flow.month')} unit={t('flow.day')} sums={data} labelOf={shortDay} />
}
