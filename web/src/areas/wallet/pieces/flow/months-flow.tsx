import { useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatDate } from '../../../../ui/format.ts'
import { MONTHS_SHOWN, monthlyFlowQuery } from '../queries.ts'
import { FlowCard } from './flow-card.tsx'

const nameOf = (month: string): string => formatDate(`${month}-01`, { month: 'short' })

/** The last months. */
export function MonthsFlow() {
  const { t } = useTranslation('wallet')
  const { data } = useSuspenseQuery(monthlyFlowQuery())
  return (
    <FlowCard
      title={t('flow.months', { count: MONTHS_SHOWN })}
      unit={t('flow.monthUnit')}
      sums={data}
      labelOf={nameOf}
    />
  )
}
