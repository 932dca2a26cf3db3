import type { Remittance } from '@madang/client'
import { Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatInstantInFull, formatMoney } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { Status } from '../../../ui/status.tsx'
import { useCounterpartyName } from './counterparty-name.ts'
import { signOf, useFreshBalance } from './crossing-receipt.tsx'
import { remittanceSteps } from './progress.ts'
import { ProgressSteps } from './progress-steps.tsx'
import { Receipt } from './receipt.tsx'
import { WhyFailed } from './why-failed.tsx'

/** Money that was sent, from the first step to the receipt; or money that came. */
export function RemittanceReceipt({ remittance }: { readonly remittance: Remittance }) {
  const { t } = useTranslation('wallet')
  const nameOf = useCounterpartyName()
  const { id, direction, counterparty, amount, currency, status, reason, toppedUp, memo, createdAt } = remittance
  useFreshBalance(status)
  const sent = direction === 'sent'
  const kind = counterparty.kind === 'bank' ? 'bank' : 'member'
  const name = nameOf(counterparty)
  const title = sent ? t(`send.title.${signOf(status)}.${kind}`, { name }) : t('send.title.received', { name })
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
        [t('send.pulled'), toppedUp ? formatMoney(toppedUp, currency) : null],
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
