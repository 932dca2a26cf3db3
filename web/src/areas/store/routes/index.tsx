import { Grid } from '@mantine/core'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { FiguresSkeleton } from '../../../ui/figures.tsx'
import { LinkButton } from '../../../ui/links.tsx'
import { Page } from '../../../ui/page.tsx'
import { CardSkeleton } from '../../../ui/states.tsx'
import { LowStock } from '../pieces/home/low-stock.tsx'
import { SalesCard } from '../pieces/home/sales-card.tsx'
import { ToShip } from '../pieces/home/to-ship.tsx'
import { Today } from '../pieces/home/today.tsx'
import { NextPayout } from '../pieces/payout/next-payout.tsx'
import { dailySales, lowStock, toShip, upcoming } from '../pieces/queries.ts'

export const Route = createFileRoute('/store/')({
  loader: ({ context: { queryClient } }) =>
    Promise.all([
      queryClient.ensureQueryData(dailySales()),
      queryClient.ensureQueryData(toShip()),
      queryClient.ensureQueryData(lowStock()),
      queryClient.ensureQueryData(upcoming()),
    ]),
  component: StoreHome,
  pendingComponent: HomePending,
})

const NARROW = { base: 12, lg: 4.5 }
const WIDE = { base: 12, lg: 7.5 }

function StoreHome() {
  const { t } = useTranslation('store')
  const ui = useTranslation().t
  return (
    <Page
      title={t('home.title')}
      actions={
        // On a phone the tabs have no room for it.
        <LinkButton to="/store/franchise" variant="default" hiddenFrom="md">
          {ui('page.franchise')}
        </LinkButton>
      }
    >
      <Today />
      <Grid gap="md">
        <Grid.Col span={NARROW}>
          <NextPayout />
        </Grid.Col>
        <Grid.Col span={WIDE}>
          <SalesCard />
        </Grid.Col>
        <Grid.Col span={WIDE}>
          <ToShip />
        </Grid.Col>
        <Grid.Col span={NARROW}>
          <LowStock />
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function HomePending() {
  const { t } = useTranslation('store')
  return (
    <Page title={t('home.title')}>
      <FiguresSkeleton />
      <Grid gap="md">
        <Grid.Col span={NARROW}>
          <CardSkeleton rows={4} />
        </Grid.Col>
        <Grid.Col span={WIDE}>
          <CardSkeleton rows={4} />
        </Grid.Col>
      </Grid>
    </Page>
  )
}
