import { Card, Switch, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../api/client.ts'
import { Refused } from '../../../ui/refused.tsx'
import { type Choice, choicesFor } from './choices.ts'
import classes from './notification-choices.module.css'
import { type Profile, profileQuery } from './queries.ts'

interface Change {
  readonly choice: Choice
  readonly on: boolean
}

/** A switch for each kind. It moves at once, and back if the server says no. */
export function NotificationChoices({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const { queryKey } = profileQuery()
  const change = useMutation({
    mutationFn: ({ choice, on }: Change) =>
      answerOf(api.PATCH('/api/users/me', { body: { notifications: { [choice]: on } } })),
    onMutate: async ({ choice, on }) => {
      await client.cancelQueries({ queryKey })
      client.setQueryData(queryKey, old => old && { ...old, notifications: { ...old.notifications, [choice]: on } })
    },
    onError: (_, { choice, on }) => {
      client.setQueryData(queryKey, old => old && { ...old, notifications: { ...old.notifications, [choice]: !on } })
    },
    onSettled: () => client.invalidateQueries({ queryKey }),
  })
  return (
    <>
      <Refused error={change.error} />
      <Card padding={0} component="section">
        <ul className={classes.list}>
          {choicesFor(profile).map(choice => (
            <li key={choice} className={classes.choice}>
              <Switch
                id={choice}
                size="md"
                labelPosition="left"
                label={t(`notifications.${choice}.title`)}
                description={t(`notifications.${choice}.text`)}
                checked={profile.notifications[choice]}
                onChange={event => change.mutate({ choice, on: event.currentTarget.checked })}
                classNames={{
                  body: classes.body,
                  labelWrapper: classes.words,
                  label: classes.name,
                  track: classes.track,
                }}
              />
            </li>
          ))}
        </ul>
      </Card>
      <Text size="sm" c="dimmed">
        {t('notifications.always')}
      </Text>
    </>
  )
}
