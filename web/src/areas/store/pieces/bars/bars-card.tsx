import { Card, Group, Skeleton, Text, Title } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hue } from '../../../../ui/colors.ts'
import { formatMoney } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import type { Bar } from './amount-bars.tsx'

const AmountBars = lazy(() => import('./amount-bars.tsx'))
const HEIGHT = 210

interface BarsCardProps {
  readonly title: string
  /** What a bar stands for: a day, a month. */
  readonly unit: string
  /** What an amount is. */
  readonly word: string
  readonly bars: readonly Bar[]
  readonly hue: Hue
  readonly currency?: string
}

/** Amounts over time: their sum, bars, and a table for who hears the page. */
export function BarsCard({ title, unit, word, bars, hue, currency = 'KRW' }: BarsCardProps) {
  const { t } = useTranslation('store')
  const total = bars.reduce((sum, { amount }) => sum + amount, 0)
  return (
    <Card component="section" h="100%">
      <Group justify="space-between" mb="md" gap="xs">
        <Title order={2} size="h3">
          {title}
        </Title>
        <Text size="sm" c="dimmed">
          {t('common.sum')} <Money amount={total} currency={currency} fw={700} c="var(--m-ink)" />
        </Text>
      </Group>
      <div aria-hidden="true">
        <Suspense fallback={<Skeleton height={HEIGHT} />}>
          <AmountBars bars={bars} currency={currency} word={word} hue={hue} />
        </Suspense>
      </div>
      <table className="sr-only">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{unit}</th>
            <th scope="col">{word}</th>
          </tr>
        </thead>
        <tbody>
          {bars
            .filter(({ amount }) => amount !== 0)
            .map(({ label, amount }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{formatMoney(amount, currency)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Card>
  )
}
