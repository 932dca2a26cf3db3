import { Button, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconMailCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../api/client.ts'
import { focusFirstWrong, showAtFields } from '../../../ui/form.ts'
import { LinkButton, TextLink } from '../../../ui/links.tsx'
import { Refused } from '../../../ui/refused.tsx'
import classes from './forgotten-form.module.css'

/** Has a link sent. The answer is the same whether somebody has the address or not. */
export function ForgottenForm() {
  const { t } = useTranslation('entrance')
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: value => (value.trim() ? null : t('logIn.needEmail')) },
  })
  const ask = useMutation({
    mutationFn: async (email: string) => {
      await answerOf(api.POST('/api/password-resets', { body: { email } }))
      return email
    },
    onError: error => {
      if (showAtFields(form, error, ['email'])) ask.reset()
    },
  })
  if (ask.isSuccess) return <Sent email={ask.data} />
  return (
    <Stack gap="md">
      <div>
        <Title order={1}>{t('forgotten.title')}</Title>
        <Text c="dimmed" mt={4}>
          {t('forgotten.text')}
        </Text>
      </div>
      <form noValidate onSubmit={form.onSubmit(({ email }) => ask.mutate(email.trim()), focusFirstWrong(form))}>
        <Stack gap="md">
          <TextInput
            label={t('logIn.email')}
            type="email"
            autoComplete="username"
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <Refused error={ask.error} />
          <Button type="submit" size="lg" fullWidth loading={ask.isPending}>
            {t('forgotten.submit')}
          </Button>
        </Stack>
      </form>
      <TextLink to="/login" size="sm" underline="always">
        {t('forgotten.back')}
      </TextLink>
    </Stack>
  )
}

function Sent({ email }: { readonly email: string }) {
  const { t } = useTranslation('entrance')
  return (
    <Stack gap="md" role="status">
      <span className={classes.sign} aria-hidden="true">
        <IconMailCheck size={28} stroke={1.8} />
      </span>
      <Title order={1}>{t('forgotten.sent')}</Title>
      <Text>{t('forgotten.sentText', { email })}</Text>
      <LinkButton to="/login" size="lg" variant="default" fullWidth>
        {t('forgotten.back')}
      </LinkButton>
    </Stack>
  )
}
