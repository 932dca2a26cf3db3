import type { Payment } from '@madang/client'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formatInstant } from '../../../../ui/format.ts'
import { Steps } from '../../../../ui/steps.tsx'
import { type OrderInFull, orderHistory } from '../queries.ts'
import { type StepName, type TimedStep, timelineOf } from './timeline.ts'

interface OrderStepsProps {
  readonly order: OrderInFull
  readonly payments: readonly Payment[]
  /** Only these; all of them otherwise. */
  readonly only?: readonly StepName[]
}

/** The way of an order, drawn; it follows what happens. */
export function OrderSteps({ order, payments, only }: OrderStepsProps) {
  const { t } = useTranslation('shop')
  const { data: history = [] } = useQuery(orderHistory(order))
  const steps = timelineOf(order, history, payments).filter(({ name }) => !only || only.includes(name))
  const detail = ({ at, saying }: TimedStep) => (saying ? t(`step.${saying}`) : at && formatInstant(at))
  return (
    <Steps
      label={t('order.progress')}
      steps={steps.map(step => ({
        key: step.name,
        title: t(`step.${step.name}`),
        detail: detail(step),
        state: step.state,
      }))}
    />
  )
}
