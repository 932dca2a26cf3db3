import type { Schemas } from '@madang/client'
import { Button, Group } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { download } from '../../../api/client.ts'
import { Columns } from '../../../ui/columns.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, formatInstant } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import type { Search } from '../../../ui/search-params.ts'
import { Empty, RowsSkeleton } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { Happened } from '../pieces/happened.tsx'
import { OnePending } from '../pieces/pending.tsx'
import { franchises, settlement, settlementLines } from '../pieces/queries.ts'
import { RetryButton } from '../pieces/settlements/retry-button.tsx'
import { CopiedId, shortOf } from '../pieces/short-id.tsx'
import { Thing } from '../pieces/thing.tsx'

type Line = Schemas['SettlementLine'] & { readonly currency: string }

export const Route = createFileRoute('/operations/settlements/$id')({
  validateSearch: (search: Search) => cursorSearch(search),
  loader: ({ context, params }) => context.queryClient.ensureQueryData(settlement(params.id)),
  component: SettlementPage,
  pendingComponent: OnePending,
})

function SettlementPage() {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(settlement(id))
  const { data: names } = useQuery(franchises())
  const name = names?.get(data.franchiseId) ?? shortOf(data.franchiseId)
  return (
    <Page
      title={t('settlements.of', { name, date: formatDate(data.businessDate) })}
      subtitle={
        <Group gap="xs" mt={4}>
          <Status of="settlement" status={data.status} />
          {data.reason}
        </Group>
      }
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconDownload size={18} stroke={1.8} />}
            onClick={() => void download(`/api/settlements/${encodeURIComponent(id)}.csv`, `${id}.csv`)}
          >
            {ui('action.csv')}
          </Button>
          {data.status === 'failed' && <RetryButton settlement={data} name={name} />}
        </>
      }
    >
      <Columns aside={<SettlementFacts />}>
        <Panel title={t('settlements.lines')} flush>
          <Lines />
        </Panel>
        <Happened id={id} progress={t('settlements.progress')} />
      </Columns>
    </Page>
  )
}

function SettlementFacts() {
  const { t } = useTranslation('operations')
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(settlement(id))
  const { gross, fee, payout, currency, paidTo, paidAt, createdAt, payments } = data
  return (
    <Panel title={t('settlements.payout')}>
      <Facts
        items={[
          [t('settlements.count'), payments],
          [t('settlements.gross'), <Money key="gross" amount={gross} currency={currency} />],
          [t('settlements.fee'), <Money key="fee" amount={-fee} currency={currency} />],
          [t('settlements.payout'), <Money key="payout" amount={payout} currency={currency} fw={700} />],
          [t('settlements.paidTo'), paidTo && `${paidTo.bankCode} ···· ${paidTo.last4}`],
          [t('settlements.paidAt'), paidAt && formatInstant(paidAt)],
          [t('settlements.created'), formatInstant(createdAt)],
          ['ID', <CopiedId key="id" id={id} />],
        ]}
      />
    </Panel>
  )
}

function Lines() {
  const { t } = useTranslation('operations')
  const { id } = Route.useParams()
  const search = Route.useSearch()
  const { data: settled } = useSuspenseQuery(settlement(id))
  const { data } = useQuery(settlementLines(id, search.cursor))
  const paging = useCursor(search, data?.nextCursor)
  const columns = useColumns()
  if (!data) return <RowsSkeleton />
  return (
    <RecordTable
      label={t('settlements.lines')}
      rows={data.items.map(line => ({ ...line, currency: settled.currency }))}
      id={({ paymentId }) => paymentId}
      columns={columns}
      brief={({ paymentId, payout, currency, approvedAt }) => ({
        title: <Thing id={paymentId} />,
        aside: <Money amount={payout} currency={currency} />,
        detail: formatInstant(approvedAt),
      })}
      empty={<Empty title={t('settlements.noLines')} />}
      {...paging}
    />
  )
}

function useColumns(): readonly Column<Line>[] {
  const { t } = useTranslation('operations')
  const money = (title: string, key: 'gross' | 'fee' | 'payout' | 'refunded'): Column<Line> => ({
    ...{ key, title, numeric: true },
    cell: ({ [key]: amount, currency }) => (
      <Money amount={amount} currency={currency} c={amount === 0 ? 'dimmed' : undefined} />
    ),
  })
  return [
    { key: 'payment', title: t('settlements.payment'), cell: ({ paymentId }) => <Thing id={paymentId} /> },
    {
      key: 'approved',
      title: t('settlements.approved'),
      cell: ({ approvedAt }) => <span className="nowrap">{formatInstant(approvedAt)}</span>,
    },
    money(t('settlements.refunded'), 'refunded'),
    money(t('settlements.gross'), 'gross'),
    money(t('settlements.fee'), 'fee'),
    money(t('settlements.payout'), 'payout'),
  ]
}
