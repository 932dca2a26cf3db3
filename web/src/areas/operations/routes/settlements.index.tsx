import type { Settlement } from '@madang/client'
import { Card, Stack } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Chips } from '../../../ui/chips.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { formatDate } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import { given, oneOf, type Search, textIn } from '../../../ui/search-params.ts'
import { Empty } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { ListPending } from '../pieces/pending.tsx'
import { franchises, type SettlementsSearch, settlements } from '../pieces/queries.ts'
import { RunButton } from '../pieces/settlements/run-button.tsx'
import { Runs } from '../pieces/settlements/runs.tsx'
import { shortOf } from '../pieces/short-id.tsx'

const STATUSES = ['created', 'transferring', 'paid', 'failed'] as const
const ALL = ''

export const Route = createFileRoute('/operations/settlements/')({
  validateSearch: (search: Search): SettlementsSearch => ({
    ...given({ status: oneOf(STATUSES, search.status), franchiseId: textIn(search.franchiseId) }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => context.queryClient.ensureQueryData(settlements(deps)),
  component: Settlements,
  pendingComponent: () => <ListPending title="settlements" />,
})

function Settlements() {
  const { t } = useTranslation('operations')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { data } = useSuspenseQuery(settlements(search))
  const { data: names } = useQuery(franchises())
  const paging = useCursor(search, data.nextCursor)
  const nameOf = ({ franchiseId }: Settlement) => names?.get(franchiseId) ?? shortOf(franchiseId)
  return (
    <Page title={t('settlements.title')} subtitle={t('settlements.subtitle')} actions={<RunButton />}>
      <Runs />
      <Card padding={0}>
        <Filters />
        <RecordTable
          label={t('settlements.list')}
          rows={data.items}
          id={({ id }) => id}
          columns={useColumns(nameOf)}
          brief={settlement => ({
            title: nameOf(settlement),
            aside: <Money amount={settlement.payout} currency={settlement.currency} />,
            detail: formatDate(settlement.businessDate),
            badge: <Status of="settlement" status={settlement.status} />,
          })}
          onOpen={({ id }) => void navigate({ to: '/operations/settlements/$id', params: { id } })}
          empty={<NoSettlements />}
          {...paging}
        />
      </Card>
    </Page>
  )
}

function NoSettlements() {
  const ui = useTranslation().t
  const { status } = Route.useSearch()
  return status ? (
    <Empty title={ui('table.noMatch')}>{ui('table.noMatchText')}</Empty>
  ) : (
    <Empty title={ui('table.empty')} />
  )
}

function Filters() {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const { status } = Route.useSearch()
  const navigate = Route.useNavigate()
  return (
    <Stack gap="sm" p="lg" pb="md">
      <Chips
        label={t('settlements.status')}
        value={status ?? ALL}
        options={[[ALL, t('common.all')], ...STATUSES.map(each => [each, ui(`status.settlement.${each}`)] as const)]}
        onChange={wanted => void navigate({ search: given({ status: oneOf(STATUSES, wanted) }) })}
      />
    </Stack>
  )
}

function useColumns(nameOf: (settlement: Settlement) => string): readonly Column<Settlement>[] {
  const { t } = useTranslation('operations')
  const money = (title: string, key: 'gross' | 'fee' | 'payout', strong = false): Column<Settlement> => ({
    ...{ key, title, numeric: true },
    cell: ({ [key]: amount, currency }) => <Money amount={amount} currency={currency} fw={strong ? 600 : undefined} />,
  })
  return [
    { key: 'date', title: t('settlements.date'), cell: ({ businessDate }) => formatDate(businessDate) },
    { key: 'franchise', title: t('settlements.franchise'), cell: settlement => nameOf(settlement) },
    { key: 'status', title: t('settlements.state'), cell: ({ status }) => <Status of="settlement" status={status} /> },
    { key: 'count', title: t('settlements.count'), numeric: true, cell: ({ payments }) => payments },
    money(t('settlements.gross'), 'gross'),
    money(t('settlements.fee'), 'fee'),
    money(t('settlements.payout'), 'payout', true),
    { key: 'reason', title: t('settlements.reason'), cell: ({ reason }) => reason },
  ]
}
