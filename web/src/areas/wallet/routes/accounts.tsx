import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { LinkForm } from '../pieces/accounts/link-form.tsx'
import { LinkedCard } from '../pieces/accounts/linked-card.tsx'
import { linkedAccountQuery } from '../pieces/queries.ts'
import { FormSkeleton } from '../pieces/skeletons.tsx'

export const Route = createFileRoute('/wallet/accounts')({
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(linkedAccountQuery()),
  component: AccountsPage,
  pendingComponent: FormSkeleton,
})

function AccountsPage() {
  const { t } = useTranslation('wallet')
  const { data: account } = useSuspenseQuery(linkedAccountQuery())
  return (
    <Page title={t('account.page')} subtitle={t('account.subtitle')}>
      {account ? <LinkedCard account={account} /> : <LinkForm />}
    </Page>
  )
}
