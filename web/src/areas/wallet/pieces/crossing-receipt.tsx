import { Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { formatInstantInFull } from '../../../ui/format.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { Status } from '../../../ui/status.tsx'
import { AccountName } from './account-name.tsx'
import { type ProgressStep, TOP_UP_STEPS, WITHDRAWAL_STEPS } from './progress.ts'
import { ProgressSteps } from './progress-steps.tsx'
import { linkedAccountQuery, type TopUp, type Withdrawal } from './queries.ts'
import { Receipt } from './receipt.tsx'
import { WhyFailed } from './why-failed.tsx'

/** How a state looks on a receipt. */
export const signOf = (status: string): 'done' | 'failed' | 'running' =>
  status === 'succeeded' ? 'done' : status === 'failed' ? 'failed' : 'running'

/** The balance is another once something has ended. */
export function useFreshBalance(status: string): void {
  const client = useQueryClient()
  const sign = signOf(status)
  useEffect(() => {
    if (sign !== 'running') void client.invalidateQueries({ queryKey: ['balance'] })
  }, [client, sign])
}

interface CrossingReceiptProps {
  readonly title: string
  readonly crossing: TopUp | Withdrawal
  readonly badge: ReactNode
  readonly steps: readonly ProgressStep[]
}

/** A top-up or a withdrawal: its progress, and then its receipt. */
function CrossingReceipt({ title, crossing, badge, steps }: CrossingReceiptProps) {
  const { t } = useTranslation('wallet')
  const { data: account } = useQuery(linkedAccountQuery())
  const { id, amount, currency, createdAt, reason, status } = crossing
  useFreshBalance(status)
  return (
    <Receipt
      title={title}
      sign={signOf(status)}
      amount={amount}
      currency={currency}
      badge={badge}
      items={[
        [t('account.linked'), account && <AccountName key="account" {...account} />],
        [t('receipt.at'), formatInstantInFull(createdAt)],
        [t('receipt.number'), id],
      ]}
      actions={<LinkButton to="/wallet">{t('toWallet')}</LinkButton>}
    >
      <Stack gap="lg">
        <ProgressSteps steps={steps} />
        {status === 'failed' && <WhyFailed reason={reason} />}
      </Stack>
    </Receipt>
  )
}

export function TopUpReceipt({ topUp }: { readonly topUp: TopUp }) {
  const { t } = useTranslation('wallet')
  return (
    <CrossingReceipt
      crossing={topUp}
      title={t(`topUp.title.${signOf(topUp.status)}`)}
      badge={<Status of="topUp" status={topUp.status} />}
      steps={TOP_UP_STEPS[topUp.status]}
    />
  )
}

export function WithdrawalReceipt({ withdrawal }: { readonly withdrawal: Withdrawal }) {
  const { t } = useTranslation('wallet')
  return (
    <CrossingReceipt
      crossing={withdrawal}
      title={t(`withdraw.title.${signOf(withdrawal.status)}`)}
      badge={<Status of="withdrawal" status={withdrawal.status} />}
      steps={WITHDRAWAL_STEPS[withdrawal.status]}
    />
  )
}
