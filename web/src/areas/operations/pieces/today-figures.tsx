import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Change, type Figure, Figures } from '../../../ui/figures.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { health, paymentSums, taskCounts } from './queries.ts'
import { formatLength } from './time.ts'
import { growthOf, longestLag, salesOf, successOf } from './today.ts'

const UNKNOWN = '–'
const percent = (part: number, digits: number): string =>
  formatNumber(part, { style: 'percent', maximumFractionDigits: digits })
const signed = (value: number, text: string): string => (value > 0 ? `+${text}` : value < 0 ? `−${text}` : text)
const toneOf = (value: number) => (value > 0 ? 'good' : value < 0 ? 'bad' : 'plain')

/** Sales, success, open tasks and delay of today, with how they changed. */
export function TodayFigures() {
  const { t } = useTranslation('operations')
  return <Figures label={t('figure.label')} figures={[useSales(), useSuccess(), useTaskCount(), useDelay()]} />
}

function useSales(): Figure {
  const { t } = useTranslation('operations')
  const { data } = useQuery(paymentSums())
  const label = t('figure.sales')
  if (!data) return { label, value: UNKNOWN }
  const now = salesOf(data.today)
  const growth = growthOf(now, salesOf(data.yesterday))
  const value = <Money amount={now} />
  if (growth === null) return { label, value, note: t('figure.noneYesterday') }
  if (growth === 0) return { label, value, note: t('figure.sameAsYesterday') }
  const change = <Change tone={toneOf(growth)}>{signed(growth, percent(Math.abs(growth), 1))}</Change>
  return {
    ...{ label, value },
    note: (
      <>
        {change} {t('figure.thanYesterday')}
      </>
    ),
  }
}

const POINTS = 100

function useSuccess(): Figure {
  const { t } = useTranslation('operations')
  const { data } = useQuery(paymentSums())
  const label = t('figure.success')
  if (!data) return { label, value: UNKNOWN }
  const [now, before] = [successOf(data.today), successOf(data.yesterday)]
  if (now === null) return { label, value: UNKNOWN, note: t('figure.noPayments') }
  const value = percent(now, 2)
  if (before === null) return { label, value, note: t('figure.noneYesterday') }
  if (now === before) return { label, value, note: t('figure.sameAsYesterday') }
  const points = t('figure.points', {
    points: formatNumber(Math.abs(now - before) * POINTS, { maximumFractionDigits: 2 }),
  })
  return {
    ...{ label, value },
    note: (
      <>
        <Change tone={toneOf(now - before)}>{signed(now - before, points)}</Change> {t('figure.thanYesterday')}
      </>
    ),
  }
}

function useTaskCount(): Figure {
  const { t } = useTranslation('operations')
  const { data } = useQuery(taskCounts())
  const label = t('figure.tasks')
  if (!data) return { label, value: UNKNOWN }
  const { open, fresh } = data
  const value = formatNumber(open)
  if (fresh === 0) return { label, value, note: t('figure.noFresh') }
  return { label, value, note: <Change tone="bad">{t('figure.fresh', { count: fresh })}</Change> }
}

function useDelay(): Figure {
  const { t } = useTranslation('operations')
  const { data } = useQuery(health())
  const label = t('figure.delay')
  if (!data) return { label, value: UNKNOWN }
  const { service, lag_ms } = longestLag(data.services)
  const note = lag_ms === 0 ? t('figure.onTime') : t('figure.slowest', { service })
  return { label, value: formatLength(lag_ms), note }
}
