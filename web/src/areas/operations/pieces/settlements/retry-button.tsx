import type { Settlement } from '@madang/client'
import { Button, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconRefresh } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { AttemptNotice } from '../../../../ui/attempt-notice.tsx'
import { Confirm } from '../../../../ui/confirm.tsx'
import { formatMoney } from '../../../../ui/format.ts'

interface RetryButtonProps {
  readonly settlement: Settlement
  readonly name: string
}

/** Pays out again what has failed. */
export function RetryButton({ settlement: { id, payout, currency }, name }: RetryButtonProps) {
  const { t } = useTranslation('operations')
  const queries = useQueryClient()
  const [opened, { open, close }] = useDisclosure(false)
  const attempt = useAttempt<Record<string, never>, unknown>({
    form: `settlement.retry.${id}`,
    send: (_body, key) =>
      answerOf(
        api.POST('/api/settlements/{id}/retry', {
          params: { path: { id }, header: { 'Idempotency-Key': key, Prefer: 'wait=5' } },
        }),
      ),
    async onDone() {
      notifications.show({ message: t('settlements.retried'), color: 'pine' })
      close()
      await Promise.all(['settlements', 'history'].map(key => queries.invalidateQueries({ queryKey: [key] })))
    },
  })
  return (
    <>
      <Button onClick={open} leftSection={<IconRefresh size={18} stroke={1.8} />}>
        {t('settlements.retry')}
      </Button>
      <Confirm
        opened={opened}
        onClose={close}
        title={t('settlements.retryTitle', { amount: formatMoney(payout, currency) })}
        action={t('settlements.retry')}
        onConfirm={() => attempt.submit({})}
        busy={attempt.busy}
      >
        <Stack gap="md">
          <Text>{t('settlements.retryText', { name })}</Text>
          <AttemptNotice state={attempt.state} onRetry={attempt.retry} />
        </Stack>
      </Confirm>
    </>
  )
}
