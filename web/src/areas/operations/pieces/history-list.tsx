import { Text, UnstyledButton } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../../ui/facts.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { Sheet } from '../../../ui/sheet.tsx'
import classes from './history-list.module.css'
import { Payload } from './payload.tsx'
import { Person } from './person.tsx'
import type { RecordedEvent } from './queries.ts'
import { ServiceBadge } from './service-badge.tsx'
import { CopiedId } from './short-id.tsx'
import { formatPrecise } from './time.ts'

const keyOf = ({ service, stream, version }: RecordedEvent): string => `${service} ${stream} ${version}`

/** `orders.order-placed` of orders is `order-placed`. */
const nameOf = ({ type, service }: RecordedEvent): string =>
  type.startsWith(`${service}.`) ? type.slice(service.length + 1) : type

/** What happened to a thing, one event a line; a line opens what the event says. */
export function HistoryList({ events }: { readonly events: readonly RecordedEvent[] }) {
  const { t } = useTranslation('operations')
  const [opened, setOpened] = useState<RecordedEvent | null>(null)
  if (events.length === 0) return <Text c="dimmed">{t('common.historyEmpty')}</Text>
  return (
    <>
      <ol className={classes.list} aria-label={t('common.history')}>
        {events.map(event => (
          <li key={keyOf(event)}>
            <UnstyledButton className={classes.event} onClick={() => setOpened(event)}>
              <ServiceBadge service={event.service} />
              <Text span fw={600} className={classes.name}>
                {nameOf(event)}
              </Text>
              <Text span size="sm" c="dimmed" className="nowrap">
                {formatInstant(event.at)}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ol>
      <Sheet opened={opened !== null} onClose={() => setOpened(null)} title={opened ? nameOf(opened) : ''}>
        {opened && <EventDetails event={opened} />}
      </Sheet>
    </>
  )
}

function EventDetails({ event }: { readonly event: RecordedEvent }) {
  const { t } = useTranslation('operations')
  const { service, stream, version, at, actor, correlationId, data } = event
  return (
    <div className={classes.details}>
      <Facts
        items={[
          [t('trace.fields.service'), <ServiceBadge key="service" service={service} />],
          [t('trace.fields.at'), formatPrecise(at)],
          [t('trace.fields.actor'), <Person key="actor" id={actor} />],
          [t('trace.fields.stream'), <CopiedId key="stream" id={stream} />],
          [t('trace.fields.version'), version],
        ]}
      />
      <Payload value={data} />
      <LinkButton
        to="/operations/trace"
        search={{ q: correlationId }}
        variant="default"
        leftSection={<IconRoute size={18} stroke={1.8} />}
      >
        {t('common.trace')}
      </LinkButton>
    </div>
  )
}
