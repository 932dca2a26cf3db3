import { Alert, Badge, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answerOf, api, Refusal } from '../../../../api/client.ts'
import { useUser } from '../../../../api/use-session.ts'
import { Confirm } from '../../../../ui/confirm.tsx'
import { Panel } from '../../../../ui/panel.tsx'
import type { Member, Role } from '../queries.ts'

const ROLES: readonly Role[] = ['merchant', 'operator', 'employee', 'manager', 'hr', 'supplier', 'inspector']

interface RolesFormProps {
  readonly member: Member & { readonly tag: string | null }
}

/** What a member may do. A change is shown before it is made, and refused if somebody else changed it meanwhile. */
export function RolesForm({ member }: RolesFormProps) {
  const { t } = useTranslation('operations')
  const ui = useTranslation().t
  const user = useUser()
  const [roles, setRoles] = useState<readonly Role[]>(member.roles)
  const [asking, setAsking] = useState(false)
  const saving = useSaving(member, () => setAsking(false))
  const isOwn = user?.id === member.id
  const added = roles.filter(role => !member.roles.includes(role))
  const removed = member.roles.filter(role => !roles.includes(role))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setAsking(true)
  }
  return (
    <Panel title={t('members.roles')}>
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            {isOwn ? t('members.ownRoles') : t('members.rolesHint')}
          </Text>
          <Checkbox.Group
            value={[...roles]}
            onChange={chosen => setRoles(chosen as Role[])}
            aria-label={t('members.roles')}
          >
            <Group gap="md">
              {ROLES.map(role => (
                <Checkbox
                  key={role}
                  value={role}
                  label={ui(`role.${role}`)}
                  disabled={isOwn || member.status === 'forgotten'}
                />
              ))}
            </Group>
          </Checkbox.Group>
          <Group>
            <Button type="submit" disabled={added.length + removed.length === 0}>
              {t('members.rolesSave')}
            </Button>
          </Group>
        </Stack>
      </form>
      <Confirm
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('members.rolesTitle')}
        action={t('members.rolesSave')}
        onConfirm={() => saving.mutate(roles)}
        busy={saving.isPending}
      >
        <Stack gap="sm">
          <Text fw={600}>{member.name}</Text>
          <Changed label={t('members.rolesAdded')} roles={added} color="pine" />
          <Changed label={t('members.rolesRemoved')} roles={removed} color="crimson" />
          {saving.error && (
            <Alert
              color="crimson"
              icon={<IconAlertTriangle />}
              title={saving.error instanceof Refusal ? saving.error.message : ui('failure.title')}
            />
          )}
        </Stack>
      </Confirm>
    </Panel>
  )
}

function Changed({
  label,
  roles,
  color,
}: {
  readonly label: string
  readonly roles: readonly Role[]
  readonly color: string
}) {
  const ui = useTranslation().t
  if (roles.length === 0) return null
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {roles.map(role => (
        <Badge key={role} color={color}>
          {ui(`role.${role}`)}
        </Badge>
      ))}
    </Group>
  )
}

function useSaving({ id, tag }: RolesFormProps['member'], onDone: () => void) {
  const { t } = useTranslation('operations')
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (roles: readonly Role[]) => {
      const header = tag === null ? {} : { 'If-Match': tag }
      return answerOf(
        api.PUT('/api/users/{id}/roles', { params: { path: { id }, header }, body: { roles: [...roles] } }),
      )
    },
    async onSuccess() {
      notifications.show({ message: t('members.rolesSaved'), color: 'pine' })
      onDone()
    },
    onSettled: () => Promise.all(['members', 'history'].map(key => queries.invalidateQueries({ queryKey: [key] }))),
  })
}
