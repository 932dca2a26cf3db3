import { Grid } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { formatDayOf } from '../../../ui/format.ts'
import { Page } from '../../../ui/page.tsx'
import { ProfileForm } from '../pieces/profile-form.tsx'
import { profileQuery } from '../pieces/queries.ts'
import { SeenByOthers } from '../pieces/seen-by-others.tsx'
import { ProfileSkeleton } from '../pieces/skeletons.tsx'

export const Route = createFileRoute('/account/')({
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(profileQuery()),
  component: ProfilePage,
  pendingComponent: ProfileSkeleton,
})

function ProfilePage() {
  const { t } = useTranslation('account')
  const { data: profile } = useSuspenseQuery(profileQuery())
  return (
    <Page title={t('profile.title')} subtitle={t('profile.since', { at: formatDayOf(profile.registeredAt) })}>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <ProfileForm profile={profile} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <SeenByOthers name={profile.name} />
        </Grid.Col>
      </Grid>
    </Page>
  )
}
