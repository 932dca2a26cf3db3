import type { Remittance } from '@madang/client'
import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatInstantInFull, formatMoney } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { Status } from '../../../ui/status.tsx'
import { useAccountName } from './account-name.tsx'
import { signOf, useFreshBalance } from './crossing-receipt.tsx'
import { remittanceSteps } from './progress.ts'
import { ProgressSteps } from './progress-steps.tsx'
import { Receipt } from './receipt.tsx'
import { WhyFailed } from './why-failed.tsx'

/** The other side: a masked name, or a bank account by its last digits. */
export function useCounterpartName(): (counterpart: Remittance['counterpart']) => string {
  const accountName = useAccountName()
  return ({ name, bankCode, last4 }) =>
    bankCode !== null && last4 !== null ? accountName({ bankCode, last4 }) : (name ?? '***')
}

/** Money that was sent, from the first step to the receipt; or money that came. */
export function RemittanceReceipt({ remittance }: { readonly remittance: Remittance }) {
  const { t } = useTranslation('wallet')
  const nameOf = useCounterpartName()
  const { id, direction, counterpart, amount, currency, status, reason, toppedUp, memo, createdAt } = remittance
  useFreshBalance(status)
  const sent = direction === 'sent'
  const name = nameOf(counterpart)
  const title = sent
    ? t(`send.title.${signOf(status)}.${counterpart.kind}`, { name })
    : t('send.title.received', { name })
  return (
    <Receipt
      title={title}
      sign={signOf(status)}
      amount={amount}
      currency={currency}
      badge={<Status of="remittance" status={status} />}
      items={[
        [t(sent ? 'send.to' : 'send.from'), name],
        [t('send.memo'), memo],
        [t('send.toppedUp'), toppedUp ? formatMoney(toppedUp, currency) : null],
        [t('receipt.at'), formatInstantInFull(createdAt)],
        [t('receipt.number'), id],
      ]}
      actions={<LinkButton to="/wallet">{t('toWallet')}</LinkButton>}
    >
      {sent && (
        <Stack gap="lg">
          <ProgressSteps steps={remittanceSteps(remittance)} />
          {status === 'failed' && <WhyFailed reason={reason} />}
        </Stack>
      )}
    </Receipt>
  )
}
