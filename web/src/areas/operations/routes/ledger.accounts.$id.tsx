import type { Schemas } from '@madang/client'
import { Text } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { Figures } from '../../../ui/figures.tsx'
import { formatInstant, formatMoney } from '../../../ui/format.ts'
import { TextLink } from '../../../ui/links.tsx'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import { given, type Search } from '../../../ui/search-params.ts'
import { Empty, RowsSkeleton } from '../../../ui/states.tsx'
import { asOfIn } from '../pieces/ledger/as-of.ts'
import { AsOfField } from '../pieces/ledger/as-of-field.tsx'
import { useKindName } from '../pieces/ledger/kind.ts'
import { OnePending } from '../pieces/pending.tsx'
import { type AsOf, account, entries } from '../pieces/queries.ts'
import { CopiedId } from '../pieces/short-id.tsx'
import { Thing } from '../pieces/thing.tsx'

type Entry = Schemas['LedgerEntry']

export const Route = createFileRoute('/operations/ledger/accounts/$id')({
  validateSearch: (search: Search): AsOf & { readonly cursor?: string | undefined } => ({
    ...given({ asOf: asOfIn(search.asOf) }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search: { asOf } }) => given({ asOf }),
  loader: ({ context, params, deps }) => context.queryClient.ensureQueryData(account(params.id, deps)),
  component: AccountPage,
  pendingComponent: OnePending,
})

function AccountPage() {
  const { t } = useTranslation('operations')
  const name = useKindName()
  const { id } = Route.useParams()
  const { asOf } = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(account(id, given({ asOf })))
  const { kind, currency, balance, normalSide, debitsPosted, creditsPosted, debitsPending, creditsPending } = data
  const money = (amount: number) => formatMoney(amount, currency)
  return (
    <Page title={`${name(kind)} · ${currency}`} subtitle={<CopiedId id={id} />}>
      <AsOfField asOf={asOf} onChange={wanted => void navigate({ search: given({ asOf: wanted }) })} />
      <Figures
        label={t('ledger.account')}
        figures={[
          {
            label: t('ledger.balance'),
            value: money(balance),
            note: asOf ? formatInstant(asOf) : t('ledger.now'),
          },
          {
            label: t('ledger.debits'),
            value: money(debitsPosted),
            note: normalSide === 'debit' && t('ledger.normalSide'),
          },
          {
            label: t('ledger.credits'),
            value: money(creditsPosted),
            note: normalSide === 'credit' && t('ledger.normalSide'),
          },
          { label: t('ledger.pending'), value: money(debitsPending + creditsPending) },
        ]}
      />
      <Panel title={t('ledger.entries')} flush>
        <Entries />
      </Panel>
    </Page>
  )
}

function Entries() {
  const { t } = useTranslation('operations')
  const { id } = Route.useParams()
  const search = Route.useSearch()
  const { data } = useQuery(entries(id, search))
  const paging = useCursor(search, data?.nextCursor)
  const columns = useColumns()
  if (!data) return <RowsSkeleton />
  return (
    <RecordTable
      label={t('ledger.entries')}
      rows={data.items}
      id={({ id: transferId }) => transferId}
      columns={columns}
      brief={entry => ({
        title: entry.kind,
        aside: <Signed entry={entry} />,
        detail: formatInstant(entry.at),
        badge: <Money amount={entry.balance} currency={entry.currency} size="sm" c="dimmed" />,
      })}
      empty={<Empty title={t('ledger.noEntries')} />}
      {...paging}
    />
  )
}

/** To the debit side, or to the credit side. */
function Signed({ entry: { side, amount, currency } }: { readonly entry: Entry }) {
  const { t } = useTranslation('operations')
  return (
    <Text span inherit className="nowrap">
      <Text span size="xs" c="dimmed">
        {t(`ledger.side.${side}`)}{' '}
      </Text>
      <Money amount={amount} currency={currency} fw={600} />
    </Text>
  )
}

const only = (entry: Entry, side: Entry['side']) =>
  entry.side === side ? <Money amount={entry.amount} currency={entry.currency} fw={600} /> : null

function useColumns(): readonly Column<Entry>[] {
  const { t } = useTranslation('operations')
  return [
    {
      key: 'at',
      title: t('ledger.at'),
      cell: ({ at }) => (
        <Text span inherit c="dimmed" className="nowrap">
          {formatInstant(at)}
        </Text>
      ),
    },
    { key: 'kind', title: t('ledger.entryKind'), cell: ({ kind }) => kind },
    { key: 'counterpart', title: t('ledger.counterpart'), cell: ({ counterpart }) => <Counterpart id={counterpart} /> },
    { key: 'reference', title: t('ledger.reference'), cell: ({ reference }) => reference && <Thing id={reference} /> },
    { key: 'debit', title: t('ledger.debits'), numeric: true, cell: entry => only(entry, 'debit') },
    { key: 'credit', title: t('ledger.credits'), numeric: true, cell: entry => only(entry, 'credit') },
    {
      key: 'after',
      title: t('ledger.after'),
      numeric: true,
      cell: ({ balance, currency }) => <Money amount={balance} currency={currency} c="dimmed" />,
    },
  ]
}

function Counterpart({ id }: { readonly id: string }) {
  const [kind = '', owner = '', currency] = id.split(':')
  const name = useKindName()
  return (
    <TextLink to="/operations/ledger/accounts/$id" params={{ id }} title={id} inherit>
      {currency ? `${name(kind)} …${owner.slice(-6)}` : name(kind)}
    </TextLink>
  )
}
