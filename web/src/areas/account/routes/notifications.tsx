import { Stack } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { createFileRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../../../ui/page.tsx'
import { NotificationChoices } from '../pieces/notification-choices.tsx'
import { profileQuery } from '../pieces/queries.ts'
import { CardsSkeleton } from '../pieces/skeletons.tsx'

export const Route = createFileRoute('/account/notifications')({
  loader: ({ context: { queryClient } }) => queryClient.ensureQueryData(profileQuery()),
  component: NotificationsPage,
  pendingComponent: CardsSkeleton,
})

function NotificationsPage() {
  const { t } = useTranslation('account')
  const ui = useTranslation().t
  const { data: profile } = useSuspenseQuery(profileQuery())
  return (
    <Page title={ui('page.notifications')} subtitle={t('notifications.subtitle')}>
      <Stack gap="md" maw={640}>
        <NotificationChoices profile={profile} />
      </Stack>
    </Page>
  )
}
