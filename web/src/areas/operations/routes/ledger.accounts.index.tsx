import type { Schemas } from '@madang/client'
import { Card } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import { given, type Search, textIn } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { useKindName } from '../pieces/ledger/kind.ts'
import { ListPending } from '../pieces/pending.tsx'
import { type AccountsSearch, accounts } from '../pieces/queries.ts'
import { shortOf } from '../pieces/short-id.tsx'
import { Thing } from '../pieces/thing.tsx'

type Account = Schemas['LedgerAccount']

export const Route = createFileRoute('/operations/ledger/accounts/')({
  validateSearch: (search: Search): AccountsSearch => ({
    ...given({ kind: textIn(search.kind), owner: textIn(search.owner) }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.ensureQueryData(accounts(deps)),
  component: Accounts,
  pendingComponent: () => <ListPending title="ledger" />,
})

function Accounts() {
  const { t } = useTranslation('operations')
  const name = useKindName()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(accounts(search))
  const paging = useCursor(search, data.nextCursor)
  return (
    <Page
      title={search.kind ? t('ledger.accountsOf', { kind: name(search.kind) }) : t('ledger.accounts')}
      subtitle={search.owner && shortOf(search.owner)}
    >
      <Card padding={0}>
        <RecordTable
          label={t('ledger.accounts')}
          rows={data.items}
          id={({ id }) => id}
          columns={useColumns()}
          brief={({ kind, owner, currency, balance, pending }) => ({
            title: owner ? shortOf(owner) : `${name(kind)} ${currency}`,
            aside: <Money amount={balance} currency={currency} />,
            detail: name(kind),
            badge: pending > 0 && <Money amount={pending} currency={currency} size="sm" c="dimmed" />,
          })}
          onOpen={({ id }) => void navigate({ to: '/operations/ledger/accounts/$id', params: { id } })}
          empty={<Empty title={t('ledger.noAccounts')} />}
          {...paging}
        />
      </Card>
    </Page>
  )
}

function useColumns(): readonly Column<Account>[] {
  const { t } = useTranslation('operations')
  const name = useKindName()
  return [
    {
      key: 'account',
      title: t('ledger.account'),
      cell: ({ id, owner, kind, currency }) => (owner ? `${kind}:…${owner.slice(-6)}:${currency}` : id),
    },
    { key: 'kind', title: t('ledger.kind'), cell: ({ kind }) => name(kind) },
    { key: 'owner', title: t('ledger.owner'), cell: ({ owner }) => owner && <Thing id={owner} /> },
    { key: 'side', title: t('ledger.normalSide'), cell: ({ normalSide }) => t(`ledger.side.${normalSide}`) },
    {
      key: 'pending',
      title: t('ledger.pending'),
      numeric: true,
      cell: ({ pending, currency }) => (
        <Money amount={pending} currency={currency} c={pending === 0 ? 'dimmed' : undefined} />
      ),
    },
    {
      key: 'balance',
      title: t('ledger.balance'),
      numeric: true,
      cell: ({ balance, currency }) => <Money amount={balance} currency={currency} fw={600} />,
    },
  ]
}
