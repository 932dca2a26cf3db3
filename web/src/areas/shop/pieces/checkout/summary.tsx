import { Box, Button, Card, Divider, Group, Stack, Text, Title } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Deed } from '../../../../ui/deed.tsx'
import { formatMoney } from '../../../../ui/format.ts'
import { useLocal } from '../../../../ui/local.ts'
import { Money } from '../../../../ui/money.tsx'
import classes from '../columns.module.css'
import { totalOf } from '../sums.ts'
import type { BasketLine } from './basket.ts'

interface SummaryProps {
  readonly lines: readonly BasketLine[]
  readonly currency: string
  readonly total: number
  /** What became of the attempt to order or to pay it. */
  readonly notice?: ReactNode
  /** Buttons and what is said of them. */
  readonly children?: ReactNode
}

/** What is ordered and what it costs, always in sight on a wide window. */
export function Summary({ lines, currency, total, notice, children }: SummaryProps) {
  const { t } = useTranslation('shop')
  const local = useLocal()
  return (
    <Card className={classes.aside}>
      <Stack gap="md">
        <Title order={2} size="h3">
          {t('checkout.summary')}
        </Title>
        <Stack gap="sm" component="ul" className={classes.plain} aria-label={t('checkout.lines')}>
          {lines.map(line => (
            <Group key={line.productId} component="li" justify="space-between" wrap="nowrap" align="baseline">
              <Text size="sm">
                {local(line.name)} <span className="nowrap">× {line.quantity}</span>
              </Text>
              <Money amount={totalOf([line], currency)} currency={currency} fz="sm" />
            </Group>
          ))}
        </Stack>
        <Divider />
        <Group justify="space-between" align="baseline">
          <Text fw={600}>{t('sum.total')}</Text>
          <Money amount={total} currency={currency} fw={700} fz={24} />
        </Group>
        {children && (
          <div>
            <div className={classes.notice}>{notice}</div>
            <Stack gap="md">{children}</Stack>
          </div>
        )}
      </Stack>
    </Card>
  )
}

interface PayButtonProps {
  /** The form that it submits. */
  readonly form: string
  readonly total: number
  readonly currency: string
  readonly busy: boolean
  readonly disabled: boolean
}

/** Pays: in the summary, and at the foot of a phone. */
export function PayButton({ form, total, currency, busy, disabled }: PayButtonProps) {
  const { t } = useTranslation('shop')
  const button = (
    <Button type="submit" form={form} size="lg" fullWidth loading={busy} disabled={disabled}>
      {t('checkout.pay', { amount: formatMoney(total, currency) })}
    </Button>
  )
  return (
    <>
      <Box visibleFrom="md">{button}</Box>
      <Deed>{button}</Deed>
      <Group gap={6} justify="center" c="dimmed">
        <IconLock size={15} stroke={1.8} aria-hidden />
        <Text size="sm">{t('checkout.once')}</Text>
      </Group>
    </>
  )
}
