import { Button, Group, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { download } from '../../../api/client.ts'
import type { Language } from '../../../i18n/index.ts'
import { bankName } from '../../../ui/banks.ts'
import { Columns } from '../../../ui/columns.tsx'
import { cursorSearch, useCursor } from '../../../ui/cursor.ts'
import { Facts } from '../../../ui/facts.tsx'
import { formatDate, formatInstant } from '../../../ui/format.ts'
import { Money } from '../../../ui/money.tsx'
import { Page } from '../../../ui/page.tsx'
import { Panel } from '../../../ui/panel.tsx'
import { type Column, RecordTable } from '../../../ui/record-table.tsx'
import { Refused } from '../../../ui/refused.tsx'
import type { Search } from '../../../ui/search-params.ts'
import { Empty, RowsSkeleton } from '../../../ui/states.tsx'
import { Status } from '../../../ui/status.tsx'
import { useFranchiseName } from '../pieces/franchise-name.ts'
import { OnePending } from '../pieces/pending.tsx'
import { franchises, type SettlementLine, settlement, settlementLines } from '../pieces/queries.ts'

type Line = SettlementLine & { readonly currency: string }

export const Route = createFileRoute('/store/settlements/$id')({
  validateSearch: (search: Search) => cursorSearch(search),
  loader: ({ context: { queryClient }, params: { id } }) =>
    Promise.all([queryClient.ensureQueryData(settlement(id)), queryClient.ensureQueryData(franchises())]),
  component: SettlementPage,
  pendingComponent: OnePending,
})

function SettlementPage() {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(settlement(id))
  const nameOf = useFranchiseName()
  const csv = useMutation({ mutationFn: () => download(`/api/settlements/${encodeURIComponent(id)}.csv`, `${id}.csv`) })
  return (
    <Page
      title={t('settlements.of', { date: formatDate(data.businessDate) })}
      subtitle={
        <Group gap="xs" mt={4}>
          <Status of="settlement" status={data.status} />
          {nameOf(data.franchiseId)}
        </Group>
      }
      actions={
        <Button
          variant="default"
          leftSection={<IconDownload size={18} stroke={1.8} />}
          onClick={() => csv.mutate()}
          loading={csv.isPending}
        >
          {ui('action.csv')}
        </Button>
      }
    >
      {csv.error && <Refused error={csv.error} />}
      <Columns aside={<Sum />}>
        <Panel title={t('settlements.lines')} flush>
          <Lines />
        </Panel>
      </Columns>
    </Page>
  )
}

function Sum() {
  const { t, i18n } = useTranslation('store')
  const { id } = Route.useParams()
  const { data } = useSuspenseQuery(settlement(id))
  const { gross, fee, payout, currency, paidTo, paidAt, payments, status } = data
  return (
    <Panel title={t('settlements.payout')}>
      <Facts
        items={[
          [t('settlements.count'), t('common.times', { count: payments })],
          [t('settlements.gross'), <Money key="gross" amount={gross} currency={currency} />],
          [t('settlements.fee'), <Money key="fee" amount={-fee} currency={currency} signed />],
          [t('settlements.payout'), <Money key="payout" amount={payout} currency={currency} fw={700} />],
          [
            t('settlements.paidTo'),
            paidTo && `${bankName(paidTo.bankCode, i18n.language as Language)} ···· ${paidTo.last4}`,
          ],
          [t('settlements.paidAt'), paidAt && formatInstant(paidAt)],
        ]}
      />
      {status === 'failed' && (
        <Text size="sm" mt="md">
          {t('settlements.failedText')}
        </Text>
      )}
    </Panel>
  )
}

function Lines() {
  const { t } = useTranslation('store')
  const { id } = Route.useParams()
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
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
      brief={({ gross, payout, currency, approvedAt }) => ({
        title: <Money amount={gross} currency={currency} />,
        aside: <Money amount={payout} currency={currency} />,
        detail: formatInstant(approvedAt),
      })}
      onOpen={({ paymentId }) => void navigate({ to: '/store/payments/$id', params: { id: paymentId } })}
      empty={<Empty title={t('settlements.noLines')} />}
      {...paging}
    />
  )
}

function useColumns(): readonly Column<Line>[] {
  const { t } = useTranslation('store')
  const money = (
    title: string,
    key: 'amount' | 'refunded' | 'gross' | 'fee' | 'payout',
    fw?: number,
  ): Column<Line> => ({
    ...{ key, title, numeric: true },
    cell: ({ [key]: amount, currency }) => (
      <Money amount={amount} currency={currency} fw={fw} c={amount === 0 ? 'dimmed' : undefined} />
    ),
  })
  return [
    {
      key: 'approved',
      title: t('payments.at'),
      cell: ({ approvedAt }) => <span className="nowrap">{formatInstant(approvedAt)}</span>,
    },
    money(t('payments.amount'), 'amount'),
    money(t('payments.refunded'), 'refunded'),
    money(t('settlements.gross'), 'gross'),
    money(t('settlements.fee'), 'fee'),
    money(t('settlements.payout'), 'payout', 600),
  ]
}
