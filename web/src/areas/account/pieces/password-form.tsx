import { Button, Card, Group, PasswordInput, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../api/client.ts'
import { Refusal } from '../../../api/problem.ts'
import { focusField, focusFirstWrong, showAtFields } from '../../../ui/form.ts'
import { formatDayOf } from '../../../ui/format.ts'
import { Refused } from '../../../ui/refused.tsx'

const PASSWORD_MIN = 8

interface Values {
  currentPassword: string
  newPassword: string
}

/** A new password; every other device is logged out by it. */
export function PasswordForm({ changedAt }: { readonly changedAt: string }) {
  const { t } = useTranslation('account')
  const client = useQueryClient()
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: value => (value ? null : t('password.needCurrent')),
      newPassword: value => ([...value].length >= PASSWORD_MIN ? null : t('password.short', { count: PASSWORD_MIN })),
    },
  })
  const change = useMutation({
    mutationFn: (body: Values) => answerOf(api.PUT('/api/users/me/password', { body })),
    onSuccess: () => {
      form.reset()
      notifications.show({ message: t('password.changed'), color: 'pine' })
      void client.invalidateQueries({ queryKey: ['sessions'] })
      void client.invalidateQueries({ queryKey: ['profile'] })
    },
    onError: error => {
      // The API's words are about a log-in, with an e-mail address.
      if (error instanceof Refusal && error.code === 'bad_credentials') {
        form.setFieldError('currentPassword', t('password.wrong'))
        focusField(form, 'currentPassword')
        change.reset()
      } else if (showAtFields(form, error, ['currentPassword', 'newPassword'])) change.reset()
    },
  })
  return (
    <Card component="section">
      <form noValidate onSubmit={form.onSubmit(values => change.mutate(values), focusFirstWrong(form))}>
        <Stack gap="md">
          <div>
            <Title order={2} size="h3">
              {t('password.title')}
            </Title>
            <Text c="dimmed" size="sm" mt={4}>
              {t('password.since', { at: formatDayOf(changedAt) })}
            </Text>
          </div>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <PasswordInput
              label={t('password.current')}
              autoComplete="current-password"
              key={form.key('currentPassword')}
              {...form.getInputProps('currentPassword')}
            />
            <PasswordInput
              label={t('password.new')}
              description={t('password.hint', { count: PASSWORD_MIN })}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              autoComplete="new-password"
              key={form.key('newPassword')}
              {...form.getInputProps('newPassword')}
            />
          </SimpleGrid>
          <Refused error={change.error} />
          <Group>
            <Button type="submit" loading={change.isPending}>
              {t('password.action')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}
