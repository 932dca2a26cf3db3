import { Card, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TraceEntry } from '../queries.ts'
import { CopiedId } from '../short-id.tsx'
import { formatLength } from '../time.ts'
import { type AxisMode, axisOf, total_ms, usualMode } from './axis.ts'
import { EntrySheet } from './entry-sheet.tsx'
import { type Span, spansOf } from './spans.ts'
import { Waterfall } from './waterfall.tsx'

interface TracedProps {
  readonly correlationId: string
  readonly entries: readonly TraceEntry[]
}

/** One request as a waterfall over the services it went through. */
export function Traced({ correlationId, entries }: TracedProps) {
  const { t } = useTranslation('operations')
  const spans = useMemo(() => spansOf(correlationId, entries), [correlationId, entries])
  const [chosen, setChosen] = useState<AxisMode | null>(null)
  const [opened, setOpened] = useState<Span | null>(null)
  const mode = chosen ?? usualMode(spans)
  const services = new Set(spans.map(({ service }) => service)).size
  const total = formatLength(total_ms(spans))
  return (
    <Card>
      <Group justify="space-between" mb="lg" gap="sm" align="flex-start">
        <Stack gap={2}>
          <Text fw={600}>{t('trace.summary', { total, services, entries: entries.length })}</Text>
          <Text size="sm" c="dimmed" component="div">
            <CopiedId id={correlationId} />
          </Text>
        </Stack>
        <SegmentedControl
          size="sm"
          aria-label={t('trace.axis')}
          value={mode}
          onChange={value => setChosen(value === 'time' ? 'time' : 'order')}
          data={[
            { value: 'time', label: t('trace.byTime') },
            { value: 'order', label: t('trace.byOrder') },
          ]}
        />
      </Group>
      {chosen === null && mode === 'order' && (
        <Text size="sm" c="dimmed" mb="md">
          {t('trace.atOnce')}
        </Text>
      )}
      <Waterfall spans={spans} axis={axisOf(spans, mode)} onOpen={setOpened} />
      <EntrySheet span={opened} onClose={() => setOpened(null)} />
    </Card>
  )
}
