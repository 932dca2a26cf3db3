import { Card, Group, Skeleton, Text, Title } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../../ui/chips.tsx'
import { formatMoney } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import type { Sums } from '../queries.ts'
import type { FlowBar } from './flow-bars.tsx'

const FlowBars = lazy(() => import('./flow-bars.tsx'))
const HEIGHT = 210

type Currency = Sums['currency']

interface FlowCardProps {
  readonly title: string
  /** What the bars stand for: days, months. */
  readonly unit: string
  readonly sums: readonly Sums[]
  /** Below the bar of a period. */
  readonly labelOf: (period: string) => string
}

/** What came in and went out: two sums, bars, and a table for who hears the page. One currency at a time. */
export function FlowCard({ title, unit, sums, labelOf }: FlowCardProps) {
  const { t } = useTranslation('wallet')
  const [currency, setCurrency] = useState<Currency>('KRW')
  const currencies = [...new Set(sums.map(each => each.currency))]
  const bars = sums.filter(each => each.currency === currency).map(each => ({ ...each, label: labelOf(each.period) }))
  const words = { in: t('direction.in'), out: t('direction.out') }
  return (
    <Card component="section" h="100%" p={{ base: 'md', sm: 'lg' }}>
      <Group justify="space-between" mb="xs" gap="xs">
        <Title order={2} size="h3">
          {title}
        </Title>
        {currencies.length > 1 && (
          <Chips
            label={t('flow.currency')}
            value={currency}
            onChange={setCurrency}
            options={currencies.map(each => [each, t(`currency.${each}`)] as const)}
          />
        )}
      </Group>
      <Group gap="lg" mb="xs">
        {(['in', 'out'] as const).map(side => (
          <Text key={side} size="sm" c="dimmed">
            {words[side]} <Money amount={total(bars, side)} currency={currency} signed fw={700} />
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

/** With the sign of its side. */
const total = (bars: readonly FlowBar[], side: 'in' | 'out'): number =>
  bars.reduce((all, bar) => all + (side === 'in' ? bar.in : -bar.out), 0)

interface FlowTableProps {
  readonly title: string
  readonly unit: string
  readonly bars: readonly FlowBar[]
  readonly currency: Currency
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
