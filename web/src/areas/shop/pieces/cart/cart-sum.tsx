import { Alert, Button, Card, Divider, Group, Stack, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../../ui/money.tsx'
import { totalOf } from '../sums.ts'
import { isBlocked, isOut, type Line } from './lines.ts'

interface CartSumProps {
  readonly lines: readonly Line[]
  readonly currency: string
  /** Takes out what cannot be ordered in any number. */
  readonly onClean: (lines: readonly Line[]) => void
  /** The way on, with what the lines cost. */
  readonly deed: (total: number, blocked: boolean) => ReactNode
}

/** What the lines of one currency cost, and the way to order them. */
export function CartSum({ lines, currency, onClean, deed }: CartSumProps) {
  const { t } = useTranslation('shop')
  const out = lines.filter(isOut)
  const isShort = lines.some(line => isBlocked(line) && !isOut(line))
  const total = totalOf(
    lines.filter(line => !isOut(line)),
    currency,
  )
  return (
    <Card>
      <Stack gap="md">
        <Group justify="space-between">
          <Text c="dimmed">{t('sum.goods')}</Text>
          <Money amount={total} currency={currency} />
        </Group>
        <Group justify="space-between">
          <Text c="dimmed">{t('sum.delivery')}</Text>
          <Text>{t('sum.free')}</Text>
        </Group>
        <Divider />
        <Group justify="space-between" align="baseline">
          <Text fw={600}>{t('sum.total')}</Text>
          <Money amount={total} currency={currency} fw={700} fz={24} />
        </Group>
        {out.length > 0 && (
          <Alert color="amber" icon={<IconAlertTriangle />} title={t('cart.out', { count: out.length })}>
            <Button variant="default" size="sm" onClick={() => onClean(out)}>
              {t('cart.clean')}
            </Button>
          </Alert>
        )}
        {deed(total, isShort || out.length > 0)}
        {isShort && (
          <Text size="sm" c="dimmed" ta="center">
            {t('cart.short')}
          </Text>
        )}
      </Stack>
    </Card>
  )
}
