import { Alert, Button, Divider, Group, PasswordInput, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { demoQuery } from '../../../api/demo.ts'
import { Refusal } from '../../../api/problem.ts'
import { logIn } from '../../../api/session.ts'
import { focusFirstWrong } from '../../../ui/form.ts'
import { TextLink } from '../../../ui/links.tsx'

interface LogInFormProps {
  /** Where to go then. */
  readonly next: string | undefined
}

export function LogInForm({ next }: LogInFormProps) {
  const { t } = useTranslation('entrance')
  const ui = useTranslation().t
  const router = useRouter()
  const [refused, setRefused] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: value => (value.trim() === '' ? t('logIn.needEmail') : null),
      password: value => (value === '' ? t('logIn.needPassword') : null),
    },
    onSubmitPreventDefault: 'always',
  })

  async function enter(email: string, password: string): Promise<void> {
    if (busy) return
    setBusy(true)
    setRefused(null)
    try {
      await logIn(email, password)
      router.history.push(next ?? '/')
    } catch (error) {
      setRefused(error instanceof Refusal ? error.message : ui('failure.notDone'))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Stack gap="md">
      <Title order={1}>{t('logIn.title')}</Title>
      <form
        noValidate
        onSubmit={form.onSubmit(({ email, password }) => void enter(email.trim(), password), focusFirstWrong(form))}
      >
        <Stack gap="md">
          <TextInput
            label={t('logIn.email')}
            type="email"
            autoComplete="username"
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <PasswordInput
            label={t('logIn.password')}
            autoComplete="current-password"
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <div aria-live="polite">
            {refused && <Alert color="crimson" icon={<IconAlertTriangle />} title={refused} />}
          </div>
          <Button type="submit" size="lg" fullWidth loading={busy}>
            {t('logIn.submit')}
          </Button>
        </Stack>
      </form>
      <Group justify="space-between" gap="xs">
        <TextLink to="/forgotten-password" size="sm" underline="always">
          {t('logIn.forgotten')}
        </TextLink>
        <Text size="sm" c="dimmed">
          {t('logIn.new')}{' '}
          <TextLink to="/sign-up" search={next === undefined ? {} : { next }} inherit underline="always">
            {t('logIn.signUp')}
          </TextLink>
        </Text>
      </Group>
      <DemoPeople onChoose={enter} />
    </Stack>
  )
}

/** In the demo its people are one click away. */
function DemoPeople({ onChoose }: { readonly onChoose: (email: string, password: string) => Promise<void> }) {
  const { t } = useTranslation('entrance')
  const { data } = useQuery(demoQuery())
  const people = data?.people ?? []
  if (people.length === 0) return null
  return (
    <>
      <Divider label={t('logIn.demo')} labelPosition="center" mt="xs" />
      <SimpleGrid cols={people.length} spacing="xs">
        {people.map(({ kind, email, password }) => (
          <Button key={kind} variant="default" size="sm" onClick={() => void onChoose(email, password)}>
            {t(`demo.${kind}`)}
          </Button>
        ))}
      </SimpleGrid>
    </>
  )
}
