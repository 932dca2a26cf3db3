import { Card, Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { MonthsFlow } from '../pieces/flow/months-flow.tsx'
import { CsvButton } from '../pieces/history/csv-button.tsx'
import { HistoryFilters } from '../pieces/history/filters.tsx'
import { HistoryTable } from '../pieces/history/history-table.tsx'
import { historySearch } from '../pieces/history-search.ts'
import { historyQuery, monthlyFlowQuery } from '../pieces/queries.ts'
import { HistorySkeleton } from '../pieces/skeletons.tsx'

export const Route = createFileRoute('/wallet/history/')({
  validateSearch: historySearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) =>
    Promise.all([queryClient.ensureQueryData(historyQuery(deps)), queryClient.ensureQueryData(monthlyFlowQuery())]),
  component: HistoryPage,
  pendingComponent: HistorySkeleton,
})

function HistoryPage() {
  const { t } = useTranslation('wallet')
  const search = Route.useSearch()
  const { data } = useSuspenseQuery(historyQuery(search))
  return (
    <Page title={t('history.title')} actions={<CsvButton search={search} />}>
      <Stack gap="md">
        <MonthsFlow />
        <HistoryFilters search={search} />
        <Card padding={0}>
          <HistoryTable search={search} items={data.items} nextCursor={data.nextCursor} />
        </Card>
      </Stack>
    </Page>
  )
}
