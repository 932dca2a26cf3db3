import { Card, Grid, Group, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
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
import { useFranchiseName } from '../pieces/franchise-name.ts'
import { FranchiseSelect } from '../pieces/franchise-select.tsx'
import { MonthsCard } from '../pieces/payout/months-card.tsx'
import { NextPayout } from '../pieces/payout/next-payout.tsx'
import { ListPending } from '../pieces/pending.tsx'
import {
  franchises,
  type Settlement,
  type SettlementsSearch,
  settledMonths,
  settlements,
  upcoming,
} from '../pieces/queries.ts'

const STATUSES = ['created', 'transferring', 'paid', 'failed'] as const
const ALL = ''

export const Route = createFileRoute('/store/settlements/')({
  validateSearch: (search: Search): SettlementsSearch => ({
    ...given({ status: oneOf(STATUSES, search.status), franchiseId: textIn(search.franchiseId) }),
    ...cursorSearch(search),
  }),
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) =>
    Promise.all([
      queryClient.ensureQueryData(settlements(deps)),
      queryClient.ensureQueryData(franchises()),
      queryClient.ensureQueryData(upcoming()),
      queryClient.ensureQueryData(settledMonths()),
    ]),
  component: Settlements,
  pendingComponent: () => <ListPending title="settlements" />,
})

function Settlements() {
  const { t } = useTranslation('store')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const nameOf = useFranchiseName()
  const { data } = useSuspenseQuery(settlements(search))
  const paging = useCursor(search, data.nextCursor)
  return (
    <Page title={t('settlements.title')}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 4.5 }}>
          <NextPayout />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7.5 }}>
          <MonthsCard />
        </Grid.Col>
      </Grid>
      <Card padding={0}>
        <Filters />
        <RecordTable
          label={t('settlements.list')}
          rows={data.items}
          id={({ id }) => id}
          columns={useColumns()}
          brief={settlement => ({
            title: formatDate(settlement.businessDate),
            aside: <Money amount={settlement.payout} currency={settlement.currency} />,
            detail: nameOf(settlement.franchiseId),
            badge: <Status of="settlement" status={settlement.status} />,
          })}
          onOpen={({ id }) => void navigate({ to: '/store/settlements/$id', params: { id } })}
          empty={<NoSettlements isSearch={Object.keys(search).length > 0} />}
          {...paging}
        />
      </Card>
    </Page>
  )
}

function NoSettlements({ isSearch }: { readonly isSearch: boolean }) {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  if (isSearch) return <Empty title={ui('table.noMatch')}>{ui('table.noMatchText')}</Empty>
  return <Empty title={t('settlements.none')}>{t('settlements.noneText')}</Empty>
}

function Filters() {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  const { status, franchiseId } = Route.useSearch()
  const navigate = Route.useNavigate()
  const change = (changed: SettlementsSearch) =>
    void navigate({ search: former => given({ ...former, cursor: undefined, ...changed }) })
  return (
    <Stack gap="sm" p="lg" pb="md">
      <Group gap="sm" justify="space-between">
        <Chips
          label={t('settlements.state')}
          value={status ?? ALL}
          options={[[ALL, t('common.all')], ...STATUSES.map(each => [each, ui(`status.settlement.${each}`)] as const)]}
          onChange={wanted => change({ status: oneOf(STATUSES, wanted) })}
        />
        <FranchiseSelect value={franchiseId} onChange={id => change({ franchiseId: id })} />
      </Group>
    </Stack>
  )
}

function useColumns(): readonly Column<Settlement>[] {
  const { t } = useTranslation('store')
  const nameOf = useFranchiseName()
  const money = (title: string, key: 'gross' | 'fee' | 'payout', fw?: number): Column<Settlement> => ({
    ...{ key, title, numeric: true },
    cell: ({ [key]: amount, currency }) => <Money amount={amount} currency={currency} fw={fw} />,
  })
  return [
    {
      key: 'date',
      title: t('settlements.date'),
      cell: ({ businessDate }) => <span className="nowrap">{formatDate(businessDate)}</span>,
    },
    { key: 'franchise', title: t('common.franchise'), cell: ({ franchiseId }) => nameOf(franchiseId) },
    { key: 'status', title: t('settlements.state'), cell: ({ status }) => <Status of="settlement" status={status} /> },
    { key: 'count', title: t('settlements.count'), numeric: true, cell: ({ payments }) => payments },
    money(t('settlements.gross'), 'gross'),
    money(t('settlements.fee'), 'fee'),
    money(t('settlements.payout'), 'payout', 600),
  ]
}
