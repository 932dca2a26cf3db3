import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { NeedsAccount } from '../pieces/needs-account.tsx'
import { balanceQuery, linkedAccountQuery } from '../pieces/queries.ts'
import { FormSkeleton } from '../pieces/skeletons.tsx'
import { WithdrawForm } from '../pieces/withdraw-form.tsx'

export const Route = createFileRoute('/wallet/withdraw')({
  loader: ({ context: { queryClient } }) =>
    Promise.all([queryClient.ensureQueryData(balanceQuery()), queryClient.ensureQueryData(linkedAccountQuery())]),
  component: WithdrawPage,
  pendingComponent: FormSkeleton,
})

function WithdrawPage() {
  const { t } = useTranslation('wallet')
  const { data: account } = useSuspenseQuery(linkedAccountQuery())
  const { data: balance } = useSuspenseQuery(balanceQuery())
  return (
    <Page title={t('withdraw.page')} subtitle={t('withdraw.subtitle')}>
      {account ? (
        <WithdrawForm account={account} available={balance.available ?? 0} />
      ) : (
        <NeedsAccount>{t('withdraw.needsAccount')}</NeedsAccount>
      )}
    </Page>
  )
}
