import { Card, Group, Skeleton, Text, Title } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoney } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import type { FlowBar } from './flow-bars.tsx'

const FlowBars = lazy(() => import('./flow-bars.tsx'))
const HEIGHT = 210

interface FlowCardProps {
  readonly title: string
  /** What the bars stand for: days, months. */
  readonly unit: string
  readonly bars: readonly FlowBar[]
  readonly currency?: string
  readonly aside?: ReactNode
}

const sum = (bars: readonly FlowBar[], side: 'in' | 'out'): number => bars.reduce((all, bar) => all + bar[side], 0)

/** What came in and went out: two sums, bars, and a table for who hears the page. */
export function FlowCard({ title, unit, bars, currency = 'KRW', aside }: FlowCardProps) {
  const { t } = useTranslation('wallet')
  const words = { in: t('direction.in'), out: t('direction.out') }
  return (
    <Card component="section" h="100%" p={{ base: 'md', sm: 'lg' }}>
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h3">
          {title}
        </Title>
        {aside}
      </Group>
      <Group gap="lg" mb="xs">
        {(['in', 'out'] as const).map(side => (
          <Text key={side} size="sm" c="dimmed">
            {words[side]}{' '}
            <Money amount={side === 'in' ? sum(bars, side) : -sum(bars, side)} currency={currency} signed fw={700} />
          </Text>
        ))}
      </Group>
      <div aria-hidden="true">
        <Suspense fallback={<Skeleton height={HEIGHT} />}>
          <FlowBars bars={bars} currency={currency} words={words} />
        </Suspense>
      </div>
      <FlowTable {...{ title, unit, bars, currency, words }} />
    </Card>
  )
}

interface FlowTableProps extends Required<Omit<FlowCardProps, 'aside'>> {
  readonly words: { readonly in: string; readonly out: string }
}

function FlowTable({ title, unit, bars, currency, words }: FlowTableProps) {
  return (
    <table className="sr-only">
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{unit}</th>
          <th scope="col">{words.in}</th>
          <th scope="col">{words.out}</th>
        </tr>
      </thead>
      <tbody>
        {bars
          .filter(bar => bar.in > 0 || bar.out > 0)
          .map(bar => (
            <tr key={bar.label}>
              <th scope="row">{bar.label}</th>
              <td>{formatMoney(bar.in, currency)}</td>
              <td>{formatMoney(bar.out, currency)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  )
}
