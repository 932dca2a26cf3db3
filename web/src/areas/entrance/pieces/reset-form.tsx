import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../api/client.ts'
import { focusFirstWrong, showAtFields } from '../../../ui/form.ts'
import { LinkButton } from '../../../ui/links.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { PASSWORD_MIN, usePasswordRule } from './password-rule.ts'

/** A new password, with the token of the mail's link. */
export function ResetForm({ token }: { readonly token: string }) {
  const { t } = useTranslation('entrance')
  if (token === '')
    return (
      <Stack gap="md">
        <Title order={1}>{t('reset.noToken')}</Title>
        <Text c="dimmed">{t('reset.noTokenText')}</Text>
        <LinkButton to="/forgotten-password" size="lg" fullWidth>
          {t('forgotten.submit')}
        </LinkButton>
      </Stack>
    )
  return <NewPassword token={token} />
}

function NewPassword({ token }: { readonly token: string }) {
  const { t } = useTranslation('entrance')
  const navigate = useNavigate()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: usePasswordRule() },
  })
  const reset = useMutation({
    mutationFn: (password: string) =>
      answerOf(api.POST('/api/password-resets/complete', { body: { token, password } })),
    onSuccess: () => {
      notifications.show({ message: t('reset.done'), color: 'pine' })
      return navigate({ to: '/login', replace: true })
    },
    onError: error => {
      if (showAtFields(form, error, ['password'])) reset.reset()
    },
  })
  return (
    <Stack gap="md">
      <Title order={1}>{t('reset.title')}</Title>
      <form noValidate onSubmit={form.onSubmit(({ password }) => reset.mutate(password), focusFirstWrong(form))}>
        <Stack gap="md">
          <PasswordInput
            label={t('reset.password')}
            description={t('signUp.passwordHint', { count: PASSWORD_MIN })}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            autoComplete="new-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <Refused error={reset.error}>
            <LinkButton to="/forgotten-password" size="sm" variant="default" mt="xs">
              {t('reset.another')}
            </LinkButton>
          </Refused>
          <Button type="submit" size="lg" fullWidth loading={reset.isPending}>
            {t('reset.submit')}
          </Button>
        </Stack>
      </form>
    </Stack>
  )
}
