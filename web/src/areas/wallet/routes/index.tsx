import { Card, Grid, Group, Title } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../../../ui/links.tsx'
import { Page } from '../../../ui/page.tsx'
import { Empty } from '../../../ui/states.tsx'
import { MonthFlow } from '../pieces/flow/month-flow.tsx'
import { Purse } from '../pieces/purse.tsx'
import { balanceQuery, dailyFlowQuery, newestQuery } from '../pieces/queries.ts'
import { HomeSkeleton } from '../pieces/skeletons.tsx'
import { TransactionList } from '../pieces/transaction-list.tsx'

export const Route = createFileRoute('/wallet/')({
  loader: ({ context: { queryClient } }) =>
    Promise.all([
      queryClient.ensureQueryData(balanceQuery()),
      queryClient.ensureQueryData(newestQuery()),
      queryClient.ensureQueryData(dailyFlowQuery()),
    ]),
  component: WalletHome,
  pendingComponent: HomeSkeleton,
})

function WalletHome() {
  const { t } = useTranslation('wallet')
  return (
    <Page title={t('title')}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 4.5 }}>
          <Purse />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7.5 }}>
          <MonthFlow />
        </Grid.Col>
        <Grid.Col span={12}>
          <Newest />
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Newest() {
  const { t } = useTranslation('wallet')
  const ui = useTranslation().t
  const { data } = useSuspenseQuery(newestQuery())
  return (
    <Card component="section" p={{ base: 'md', sm: 'lg' }}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h3">
          {t('history.title')}
        </Title>
        {data.length > 0 && (
          <LinkButton to="/wallet/history" variant="subtle" size="sm">
            {ui('action.all')}
          </LinkButton>
        )}
      </Group>
      {data.length > 0 ? (
        <TransactionList items={data} />
      ) : (
        <Empty title={t('history.empty')} action={<LinkButton to="/wallet/top-up">{t('topUp.actionBare')}</LinkButton>}>
          {t('history.emptyText')}
        </Empty>
      )}
    </Card>
  )
}
