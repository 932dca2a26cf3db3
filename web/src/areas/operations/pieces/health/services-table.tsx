import { Badge, Text } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../../../../ui/format.ts'
import { TextLink } from '../../../../ui/links.tsx'
import { type Column, RecordTable } from '../../../../ui/record-table.tsx'
import type { ServiceHealth } from '../queries.ts'
import { ServiceBadge } from '../service-badge.tsx'
import { formatLength } from '../time.ts'
import type { Rates } from './rates.ts'

interface ServicesTableProps {
  readonly services: readonly ServiceHealth[]
  readonly rates: Rates | null
}

const waitsForPeople = ({ stuckSagas, deadLetters, deadTimers }: ServiceHealth): number =>
  stuckSagas + deadLetters + deadTimers

/** Each service: whether it answers, how much it does, how late it is, what is stuck in it. */
export function ServicesTable({ services, rates }: ServicesTableProps) {
  const { t } = useTranslation('operations')
  const columns = useColumns(rates)
  return (
    <RecordTable
      label={t('health.services')}
      rows={services}
      id={({ name }) => name}
      columns={columns}
      brief={service => ({
        title: <ServiceBadge service={service.name} />,
        aside: <Ready service={service} />,
        detail: <Consumers service={service} />,
        badge: <Rate service={service} rates={rates} />,
      })}
    />
  )
}

function Ready({ service: { state } }: { readonly service: ServiceHealth }) {
  const { t } = useTranslation('operations')
  const Sign = state === 'up' ? IconCircleCheck : IconCircleX
  return (
    <Badge color={state === 'up' ? 'pine' : 'crimson'} leftSection={<Sign size={13} stroke={2.2} aria-hidden />}>
      {t(`health.${state}`)}
    </Badge>
  )
}

function Rate({ service: { name }, rates }: { readonly service: ServiceHealth; readonly rates: Rates | null }) {
  const rate = rates?.commands.get(name)
  return <>{rate === undefined ? '–' : formatNumber(rate, { maximumFractionDigits: 1 })}</>
}

function Consumers({ service: { consumers } }: { readonly service: ServiceHealth }) {
  const { t } = useTranslation('operations')
  const behind = consumers.filter(({ caughtUp }) => !caughtUp)
  if (consumers.length === 0)
    return (
      <Text span inherit c="dimmed">
        {t('health.noConsumers')}
      </Text>
    )
  const sources = consumers.map(({ source, lag_ms }) => `${source} ${formatLength(lag_ms)}`).join(', ')
  return (
    <span title={sources}>
      {behind.length === 0
        ? t('health.caughtUp', { count: consumers.length })
        : t('health.behind', { count: behind.length })}
    </span>
  )
}

/** What waits for a person, as a way to it. */
function Stuck({ service }: { readonly service: ServiceHealth }) {
  const count = waitsForPeople(service)
  if (count === 0)
    return (
      <Text span inherit c="dimmed">
        0
      </Text>
    )
  return (
    <TextLink to="/operations" inherit fw={700} c="var(--m-accent-text)">
      {formatNumber(count)}
    </TextLink>
  )
}

const longest = ({ outboxLag_ms, consumers }: ServiceHealth): number =>
  Math.max(outboxLag_ms, ...consumers.map(({ lag_ms }) => lag_ms))

function useColumns(rates: Rates | null): readonly Column<ServiceHealth>[] {
  const { t } = useTranslation('operations')
  const count = (key: string, title: string, of: (service: ServiceHealth) => number): Column<ServiceHealth> => ({
    ...{ key, title, numeric: true },
    cell: service => (
      <Text span inherit c={of(service) === 0 ? 'dimmed' : undefined}>
        {formatNumber(of(service))}
      </Text>
    ),
  })
  return [
    { key: 'name', title: t('health.service'), cell: ({ name }) => <ServiceBadge service={name} /> },
    { key: 'ready', title: t('health.ready'), cell: service => <Ready service={service} /> },
    { key: 'rate', title: t('health.rate'), numeric: true, cell: service => <Rate service={service} rates={rates} /> },
    count('refused', t('health.refusals'), ({ commands }) => commands.refused),
    count('faults', t('health.faulty'), ({ commands }) => commands.fault),
    count('waiting', t('health.waiting'), ({ waiting }) => waiting),
    { key: 'lag', title: t('health.lag'), numeric: true, cell: service => formatLength(longest(service)) },
    { key: 'consumers', title: t('health.consumers'), cell: service => <Consumers service={service} /> },
    { key: 'stuck', title: t('health.stuck'), numeric: true, cell: service => <Stuck service={service} /> },
  ]
}
