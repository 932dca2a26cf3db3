import { Button, PasswordInput, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { signUp } from '../../../api/session.ts'
import { focusFirstWrong, reformat, showAtFields } from '../../../ui/form.ts'
import { formatPhone } from '../../../ui/format.ts'
import { TextLink } from '../../../ui/links.tsx'
import { Refused } from '../../../ui/refused.tsx'
import { regionChoices } from '../../../ui/regions.ts'
import { PASSWORD_MIN, usePasswordRule } from './password-rule.ts'

interface Values {
  name: string
  email: string
  password: string
  phone: string
  region: string
}

const FIELDS = ['name', 'email', 'password', 'phone', 'region']
const PLACES = { email_taken: 'email' }

interface SignUpFormProps {
  /** Where to go then. */
  readonly next: string | undefined
}

/** How somebody becomes a member. What is refused is told at its field, and nothing typed is lost. */
export function SignUpForm({ next }: SignUpFormProps) {
  const { t } = useTranslation('entrance')
  const navigate = useNavigate()
  const passwordRule = usePasswordRule()
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '', phone: '', region: '' },
    validate: {
      name: value => (value.trim() ? null : t('signUp.needName')),
      email: value => (value.trim() ? null : t('logIn.needEmail')),
      password: passwordRule,
    },
  })
  const join = useMutation({
    mutationFn: ({ name, email, password, phone, region }: Values) =>
      signUp({
        name: name.trim(),
        email: email.trim(),
        password,
        ...(phone.trim() && { phone: phone.trim() }),
        ...(region && { region }),
      }),
    onSuccess: () => navigate({ to: '/welcome', search: next === undefined ? {} : { next } }),
    onError: error => {
      if (showAtFields(form, error, FIELDS, PLACES)) join.reset()
    },
  })
  return (
    <Stack gap="md">
      <div>
        <Title order={1}>{t('signUp.title')}</Title>
        <Text c="dimmed" mt={4}>
          {t('signUp.text')}
        </Text>
      </div>
      <form noValidate onSubmit={form.onSubmit(values => join.mutate(values), focusFirstWrong(form))}>
        <Stack gap="md">
          <SignUpFields form={form} />
          <Refused error={join.error} />
          <Button type="submit" size="lg" fullWidth loading={join.isPending}>
            {t('signUp.submit')}
          </Button>
        </Stack>
      </form>
      <Text size="sm" c="dimmed" ta="center">
        {t('signUp.have')}{' '}
        <TextLink to="/login" search={next === undefined ? {} : { next }} inherit underline="always">
          {t('logIn.submit')}
        </TextLink>
      </Text>
    </Stack>
  )
}

function SignUpFields({ form }: { readonly form: UseFormReturnType<Values> }) {
  const { t, i18n } = useTranslation('entrance')
  const phone = form.getInputProps('phone')
  return (
    <>
      <TextInput label={t('signUp.name')} autoComplete="name" key={form.key('name')} {...form.getInputProps('name')} />
      <TextInput
        label={t('logIn.email')}
        type="email"
        autoComplete="username"
        key={form.key('email')}
        {...form.getInputProps('email')}
      />
      <PasswordInput
        label={t('logIn.password')}
        description={t('signUp.passwordHint', { count: PASSWORD_MIN })}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
        autoComplete="new-password"
        key={form.key('password')}
        {...form.getInputProps('password')}
      />
      <TextInput
        label={t('signUp.phone')}
        type="tel"
        autoComplete="tel"
        placeholder="010-1234-5678"
        key={form.key('phone')}
        {...phone}
        onBlur={event => {
          phone.onBlur?.(event)
          reformat(event.currentTarget.value, formatPhone, text => form.setFieldValue('phone', text))
        }}
      />
      <Select
        label={t('signUp.region')}
        placeholder={t('signUp.chooseRegion')}
        data={regionChoices(i18n.language)}
        clearable
        key={form.key('region')}
        {...form.getInputProps('region')}
      />
    </>
  )
}
