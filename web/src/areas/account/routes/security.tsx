import { Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { LeaveCard } from '../pieces/leave-card.tsx'
import { PasswordForm } from '../pieces/password-form.tsx'
import { profileQuery, sessionsQuery } from '../pieces/queries.ts'
import { SessionsCard } from '../pieces/sessions-card.tsx'
import { CardsSkeleton } from '../pieces/skeletons.tsx'

export const Route = createFileRoute('/account/security')({
  loader: ({ context: { queryClient } }) =>
    Promise.all([queryClient.ensureQueryData(profileQuery()), queryClient.ensureQueryData(sessionsQuery())]),
  component: SecurityPage,
  pendingComponent: CardsSkeleton,
})

function SecurityPage() {
  const ui = useTranslation().t
  const { data: profile } = useSuspenseQuery(profileQuery())
  return (
    <Page title={ui('page.security')}>
      <Stack gap="md" maw={760}>
        <PasswordForm changedAt={profile.passwordChangedAt} />
        <SessionsCard />
        <LeaveCard />
      </Stack>
    </Page>
  )
}
