import { Badge, Stack, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Facts } from '../../../../ui/facts.tsx'
import { Sheet } from '../../../../ui/sheet.tsx'
import { Payload } from '../payload.tsx'
import { Person } from '../person.tsx'
import { ServiceBadge } from '../service-badge.tsx'
import { CopiedId } from '../short-id.tsx'
import { formatPrecise } from '../time.ts'
import type { Span } from './spans.ts'

interface EntrySheetProps {
  readonly span: Span | null
  readonly onClose: () => void
}

/** One entry of a trace with all that is known of it. */
export function EntrySheet({ span, onClose }: EntrySheetProps) {
  return (
    <Sheet opened={span !== null} onClose={onClose} title={span?.name ?? ''}>
      {span && <Entry span={span} />}
    </Sheet>
  )
}

function Entry({ span: { entry, kind, trouble } }: { readonly span: Span }) {
  const { t } = useTranslation('operations')
  const { service, to, type, stream, version, step, outcome, actor, at, id, causationId, data } = entry
  const result = trouble ?? outcome
  return (
    <Stack gap="lg">
      <Facts
        items={[
          [t('trace.fields.kind'), t(`trace.kind.${kind}`)],
          [t('trace.fields.type'), type],
          [t('trace.fields.service'), <ServiceBadge key="service" service={service} />],
          [t('trace.fields.to'), to && to !== service && <ServiceBadge service={to} />],
          [t('trace.fields.step'), step],
          [t('trace.fields.outcome'), result !== null && <Outcome key="outcome" code={result} />],
          [t('trace.fields.at'), formatPrecise(at)],
          [t('trace.fields.actor'), <Person key="actor" id={actor} />],
          [t('trace.fields.stream'), stream && <CopiedId id={stream} />],
          [t('trace.fields.version'), version],
          [t('trace.fields.id'), <CopiedId key="id" id={id} />],
          [t('trace.fields.causationId'), <CopiedId key="cause" id={causationId} />],
        ]}
      />
      <div>
        <Title order={3} size="h4" mb="xs">
          {t('common.payload')}
        </Title>
        <Payload value={data ?? null} />
      </div>
    </Stack>
  )
}

function Outcome({ code }: { readonly code: string }) {
  const { t } = useTranslation('operations')
  return code === 'accepted' ? <Badge color="pine">{t('trace.accepted')}</Badge> : <Badge color="crimson">{code}</Badge>
}
