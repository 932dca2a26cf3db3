import { Group } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FindField } from '../../../ui/find-field.tsx'
import { formatInstant } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { given, type Search } from '../../../ui/search-params.ts'
import { asOfIn } from '../pieces/ledger/as-of.ts'
import { AsOfField } from '../pieces/ledger/as-of-field.tsx'
import { TrialBalance } from '../pieces/ledger/trial-balance.tsx'
import { Verify } from '../pieces/ledger/verify.tsx'
import { meaningOf } from '../pieces/meaning.ts'
import { ListPending } from '../pieces/pending.tsx'
import { type AsOf, trialBalance } from '../pieces/queries.ts'

export const Route = createFileRoute('/operations/ledger/')({
  validateSearch: (search: Search): AsOf => given({ asOf: asOfIn(search.asOf) }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.ensureQueryData(trialBalance(deps)),
  component: Ledger,
  pendingComponent: () => <ListPending title="ledger" />,
})

function Ledger() {
  const { t } = useTranslation('operations')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(trialBalance(search))
  const find = (text: string) => {
    const meaning = meaningOf(text)
    if (meaning?.kind === 'member')
      return navigate({ to: '/operations/ledger/accounts', search: { owner: meaning.id } })
    return text === '' ? undefined : navigate({ to: '/operations/ledger/accounts/$id', params: { id: text } })
  }
  return (
    <Page
      title={t('ledger.title')}
      subtitle={search.asOf ? `${t('ledger.asOf')} ${formatInstant(search.asOf)}` : t('ledger.subtitle')}
    >
      <Group gap="sm" align="flex-end" justify="space-between">
        <FindField label={t('ledger.search')} value="" onFind={text => void find(text)} labelled />
        <AsOfField asOf={search.asOf} onChange={asOf => void navigate({ search: given({ asOf }) })} />
      </Group>
      {data.currencies.map(balance => (
        <TrialBalance key={balance.currency} balance={balance} />
      ))}
      <Verify />
    </Page>
  )
}
