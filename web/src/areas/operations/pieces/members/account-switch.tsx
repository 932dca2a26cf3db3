import { Alert, Button, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api, Refusal } from '../../../../api/client.ts'
import { useUser } from '../../../../api/use-session.ts'
import { Confirm } from '../../../../ui/confirm.tsx'
import type { Member } from '../queries.ts'

/** Ends what a member may do, or lets them back in. */
export function AccountSwitch({ member: { id, name, status } }: { readonly member: Member }) {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const user = useUser()
  const queries = useQueryClient()
  const [opened, { open, close }] = useDisclosure(false)
  const deed = status === 'active' ? 'deactivate' : 'activate'
  const changing = useMutation({
    mutationFn: () => {
      const path = { params: { path: { id } } }
      return answerOf(
        deed === 'deactivate'
          ? api.POST('/api/users/{id}/deactivate', path)
          : api.POST('/api/users/{id}/activate', path),
      )
    },
    onSuccess: () => {
      notifications.show({
        message: t(deed === 'deactivate' ? 'members.deactivated' : 'members.activated'),
        color: 'pine',
      })
      close()
    },
    onSettled: () => Promise.all(['members', 'history'].map(key => queries.invalidateQueries({ queryKey: [key] }))),
  })
  if (status === 'forgotten' || user?.id === id) return null
  return (
    <>
      <Button variant="default" onClick={open}>
        {t(`members.${deed}`)}
      </Button>
      <Confirm
        opened={opened}
        onClose={close}
        title={t(`members.${deed}Title`)}
        action={t(`members.${deed}`)}
        onConfirm={() => changing.mutate()}
        busy={changing.isPending}
        danger={deed === 'deactivate'}
      >
        <Stack gap="sm">
          <Text fw={600}>{name}</Text>
          <Text>{t(`members.${deed}Text`)}</Text>
          {changing.error && (
            <Alert
              color="crimson"
              icon={<IconAlertTriangle />}
              title={changing.error instanceof Refusal ? changing.error.message : ui('failure.title')}
            />
          )}
        </Stack>
      </Confirm>
    </>
  )
}
