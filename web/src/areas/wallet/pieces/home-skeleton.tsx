import { Grid, Skeleton, Stack } from '@mantine/core'
import { CardSkeleton } from '../../../ui/states.tsx'

const PURSE_HEIGHT = 308

/** The wallet that is coming. */
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
