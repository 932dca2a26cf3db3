import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { NeedsAccount } from '../pieces/needs-account.tsx'
import { balanceQuery, linkedAccountQuery } from '../pieces/queries.ts'
import { FormSkeleton } from '../pieces/skeletons.tsx'
import { TopUpForm } from '../pieces/top-up-form.tsx'

export const Route = createFileRoute('/wallet/top-up')({
  loader: ({ context: { queryClient } }) =>
    Promise.all([queryClient.ensureQueryData(balanceQuery()), queryClient.ensureQueryData(linkedAccountQuery())]),
  component: TopUpPage,
  pendingComponent: FormSkeleton,
})

function TopUpPage() {
  const { t } = useTranslation('wallet')
  const { data: account } = useSuspenseQuery(linkedAccountQuery())
  const { data: balance } = useSuspenseQuery(balanceQuery())
  return (
    <Page title={t('topUp.page')} subtitle={t('topUp.subtitle')}>
      {account ? (
        <TopUpForm account={account} available={balance.available ?? 0} />
      ) : (
        <NeedsAccount>{t('topUp.needsAccount')}</NeedsAccount>
      )}
    </Page>
  )
}
