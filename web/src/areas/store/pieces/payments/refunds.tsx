import { Group, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Money } from '../../../../ui/money.tsx'
import { Status } from '../../../../ui/status.tsx'
import type { Payment } from '../queries.ts'

/** What was given back of a payment, and how that stands. */
export function Refunds({ payment: { refunds, currency } }: { readonly payment: Payment }) {
  const { t } = useTranslation('store')
  if (refunds.length === 0) return <Text c="dimmed">{t('refund.none')}</Text>
  return (
    <Stack gap="md">
      {refunds.map(({ id, amount, status, reason, reasonCode }) => (
        <Group key={id} justify="space-between" gap="xs">
          <div>
            {/* Where nothing was said, the reason is its code. */}
            <Text fw={600}>{reason === reasonCode ? t('refund.noReason') : reason}</Text>
            {status === 'failed' && (
              <Text size="sm" c="dimmed">
                {t('refund.failedText')}
              </Text>
            )}
          </div>
          <Group gap="sm">
            <Money amount={amount} currency={currency} fw={600} />
            <Status of="refund" status={status} />
          </Group>
        </Group>
      ))}
    </Stack>
  )
}
