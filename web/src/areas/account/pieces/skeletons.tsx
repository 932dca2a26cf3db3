/** Account pages that are coming, in their final shape. */
import { Grid, Skeleton, Stack } from '@mantine/core'
import { CardSkeleton } from '../../../ui/states.tsx'

export function ProfileSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={64} width={220} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <CardSkeleton rows={3} />
            <CardSkeleton rows={2} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <CardSkeleton rows={2} />
        </Grid.Col>
      </Grid>
    </Stack>
  )
}

/** Cards below a title. */
export function CardsSkeleton() {
  return (
    <Stack gap="lg">
      <Skeleton height={36} width={200} />
      <Stack gap="md" maw={760}>
        <CardSkeleton rows={2} />
        <CardSkeleton rows={3} />
      </Stack>
    </Stack>
  )
}
