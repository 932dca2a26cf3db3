import { Alert, SimpleGrid } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Figures, FiguresSkeleton } from '../../../ui/figures.tsx'
import { formatNumber } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { DatabaseFacts, ProcessFacts } from '../pieces/health/server-facts.tsx'
import { ServicesTable } from '../pieces/health/services-table.tsx'
import { Sparkline } from '../pieces/health/sparkline.tsx'
import { useUpTime } from '../pieces/health/up-time.ts'
import { useRates } from '../pieces/health/use-rates.ts'
import { ListPending } from '../pieces/pending.tsx'
import { type Health, health } from '../pieces/queries.ts'
import { formatClock, formatLength } from '../pieces/time.ts'
import { longestLag } from '../pieces/today.ts'

export const Route = createFileRoute('/operations/health')({
  loader: ({ context }) => context.queryClient.ensureQueryData(health()),
  component: HealthPage,
  pendingComponent: () => <ListPending title="health" figures={<FiguresSkeleton />} />,
})

function HealthPage() {
  const { t } = useTranslation('operations')
  const { data, isError } = useSuspenseQuery(health())
  const { rates, trend } = useRates(data)
  const { service, lag_ms } = longestLag(data.services)
  const { answered, faults } = data.requests
  return (
    <Page
      title={t('health.title')}
      subtitle={isError ? t('health.paused') : t('health.refreshed', { at: formatClock(data.at) })}
    >
      <Summary health={data} />
      <Figures
        label={t('health.title')}
        figures={[
          {
            label: t('health.requests'),
            value: rates ? formatNumber(rates.requests, { maximumFractionDigits: 1 }) : '–',
            note: rates ? t('health.requestsText', { count: answered }) : t('health.measuring'),
          },
          { label: t('health.faults'), value: formatNumber(faults), note: t('health.faultsText', { count: faults }) },
          {
            label: t('health.lag'),
            value: formatLength(lag_ms),
            note: lag_ms === 0 ? t('figure.onTime') : t('figure.slowest', { service }),
          },
          { label: t('health.uptime'), value: useUpTime(data.process.uptime_s), note: data.build.version },
        ]}
      />
      <Panel title={t('health.services')} flush>
        <ServicesTable services={data.services} rates={rates} />
      </Panel>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <DatabaseFacts database={data.database} />
        <ProcessFacts health={data} />
      </SimpleGrid>
      {trend.length > 1 && (
        <Panel title={t('health.trend')}>
          <Sparkline values={trend} label={t('health.trend')} />
        </Panel>
      )}
    </Page>
  )
}

/** The one sentence that matters. */
function Summary({ health: { services } }: { readonly health: Health }) {
  const { t } = useTranslation('operations')
  const down = services.filter(({ state }) => state === 'down').length
  const waiting = services.reduce((sum, each) => sum + each.stuckSagas + each.deadLetters + each.deadTimers, 0)
  if (down > 0)
    return <Alert color="crimson" icon={<IconAlertTriangle />} title={t('health.someDown', { count: down })} />
  if (waiting > 0)
    return <Alert color="amber" icon={<IconAlertTriangle />} title={t('health.someWaiting', { count: waiting })} />
  return <Alert color="pine" icon={<IconCircleCheck />} title={t('health.allUp')} />
}
