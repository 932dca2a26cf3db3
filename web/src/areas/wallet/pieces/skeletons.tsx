/** Pages of the wallet that are coming, in their final shape. */
import { Card, Grid, Skeleton, Stack } from '@mantine/core'
import { CardSkeleton, RowsSkeleton } from '../../../ui/states.tsx'

const PURSE_HEIGHT = 308
const CHART_HEIGHT = 320
const FORM_WIDTH = 560

export function HomeSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={36} width={90} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 4.5 }}>
          <Skeleton height={PURSE_HEIGHT} radius={20} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 7.5 }}>
          <Skeleton height={PURSE_HEIGHT} radius={16} />
        </Grid.Col>
        <Grid.Col span={12}>
          <CardSkeleton rows={6} />
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

/** A title above a form. */
export function FormSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={64} width={240} />
      <Card maw={FORM_WIDTH}>
        <RowsSkeleton rows={4} height={52} />
      </Card>
    </Stack>
  )
}

export function ReceiptSkeleton() {
  return (
    <Card maw={FORM_WIDTH} mx="auto" w="100%">
      <Stack gap="lg">
        <Stack align="center" gap="sm" py="md">
          <Skeleton height={56} circle />
          <Skeleton height={24} width={200} />
          <Skeleton height={40} width={160} />
        </Stack>
        <RowsSkeleton rows={4} height={24} />
      </Stack>
    </Card>
  )
}

export function HistorySkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={36} width={140} />
      <Skeleton height={CHART_HEIGHT} radius={16} />
      <Skeleton height={44} width={320} />
      <CardSkeleton rows={8} title={false} />
    </Stack>
  )
}
