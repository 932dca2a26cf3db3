import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Confirm } from '../../../../ui/confirm.tsx'
import { Facts } from '../../../../ui/facts.tsx'
import { formatMoney } from '../../../../ui/format.ts'
import { Money } from '../../../../ui/money.tsx'
import type { Recipient, Sending } from './recipients.ts'

interface ConfirmSendingProps {
  /** What is about to be sent; null while nothing is. */
  readonly sending: Sending | null
  readonly recipient: Recipient
  /** What is pulled from the linked account first. */
  readonly lacking: number
  readonly action: string
  readonly onClose: () => void
  readonly onConfirm: () => void
}

/** Asks once more, with the name and the amount: what was sent does not come back. */
export function ConfirmSending({ sending, recipient, lacking, action, onClose, onConfirm }: ConfirmSendingProps) {
  const { t } = useTranslation('wallet')
  const { kind, name, account } = recipient
  const amount = sending?.amount ?? 0
  return (
    <Confirm
      opened={sending !== null}
      onClose={onClose}
      title={t(kind === 'member' ? 'send.sureMember' : 'send.sureBank', { name, amount: formatMoney(amount) })}
      action={action}
      onConfirm={onConfirm}
    >
      <Stack gap="md">
        <Facts
          items={[
            [t('send.to'), <strong key="to">{name}</strong>],
            [t('send.account'), account],
            [t('send.amount'), <Money key="amount" amount={amount} fw={700} />],
            [t('send.memo'), sending?.memo],
            [t('send.toppedUp'), lacking > 0 && <Money key="lacking" amount={lacking} />],
          ]}
        />
        <Text size="sm" c="dimmed">
          {t('send.sureText')}
        </Text>
      </Stack>
    </Confirm>
  )
}
