import { Button, Card, Group, Select, SimpleGrid, Stack, TextInput, Title } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { answerOf, api } from '../../../api/client.ts'
import { Refusal } from '../../../api/problem.ts'
import { renameUser } from '../../../api/session.ts'
import { focusField, focusFirstWrong, reformat } from '../../../ui/form.ts'
import { formatPhone } from '../../../ui/format.ts'
import { Refused } from '../../../ui/refused.tsx'
import { regionChoices } from '../../../ui/regions.ts'
import { changesOf, fieldOf, type ProfileValues, valuesOf } from './profile-changes.ts'
import { type Profile, profileQuery } from './queries.ts'

/** Refusals at their fields; false where there is none for them. */
function showFields(form: UseFormReturnType<ProfileValues>, error: unknown): boolean {
  if (!(error instanceof Refusal)) return false
  const errors = Object.entries(error.fields).map(([pointer, message]) => [fieldOf(pointer), message] as const)
  const [first] = errors
  if (!first) return false
  form.setErrors(Object.fromEntries(errors))
  focusField(form, first[0])
  return true
}

/** Half an address is none. */
function useAddressRule() {
  const { t } = useTranslation('account')
  return (value: string, { zipCode, city, street, detail }: ProfileValues) =>
    value.trim() === '' && [zipCode, city, street, detail].some(part => part.trim() !== '')
      ? t('profile.needAddress')
      : null
}

function useProfileForm(profile: Profile) {
  const { t } = useTranslation('account')
  const addressRule = useAddressRule()
  return useForm<ProfileValues>({
    mode: 'uncontrolled',
    initialValues: valuesOf(profile),
    validate: {
      name: value => (value.trim() ? null : t('profile.needName')),
      zipCode: addressRule,
      city: addressRule,
      street: addressRule,
    },
  })
}

export function ProfileForm({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('account')
  const ui = useTranslation().t
  const client = useQueryClient()
  const form = useProfileForm(profile)
  const save = useMutation({
    mutationFn: (values: ProfileValues) => answerOf(api.PATCH('/api/users/me', { body: changesOf(profile, values) })),
    onSuccess: saved => {
      client.setQueryData(profileQuery().queryKey, saved)
      form.setValues(valuesOf(saved))
      renameUser(saved.name)
      notifications.show({ message: t('profile.saved'), color: 'pine' })
    },
    onError: error => {
      if (showFields(form, error)) save.reset()
    },
  })
  return (
    <form noValidate onSubmit={form.onSubmit(values => save.mutate(values), focusFirstWrong(form))}>
      <Stack gap="md">
        <PersonFields form={form} profile={profile} />
        <AddressFields form={form} />
        <Refused error={save.error} />
        <Group>
          <Button type="submit" size="md" loading={save.isPending}>
            {ui('action.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface FieldsProps {
  readonly form: UseFormReturnType<ProfileValues>
}

function PersonFields({ form, profile }: FieldsProps & { readonly profile: Profile }) {
  const { t, i18n } = useTranslation('account')
  const phone = form.getInputProps('phone')
  return (
    <Card component="section">
      <Title order={2} size="h3" mb="md">
        {t('profile.person')}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('profile.name')}
          autoComplete="name"
          key={form.key('name')}
          {...form.getInputProps('name')}
        />
        <TextInput label={t('profile.email')} value={profile.email} readOnly variant="filled" />
        <TextInput
          label={t('profile.phone')}
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
          label={t('profile.region')}
          data={regionChoices(i18n.language, profile.region)}
          clearable
          key={form.key('region')}
          {...form.getInputProps('region')}
        />
        <Select
          label={t('profile.language')}
          description={t('profile.languageHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          data={[
            { value: 'ko', label: '한국어' },
            { value: 'en', label: 'English' },
          ]}
          allowDeselect={false}
          key={form.key('language')}
          {...form.getInputProps('language')}
        />
      </SimpleGrid>
    </Card>
  )
}

function AddressFields({ form }: FieldsProps) {
  const { t } = useTranslation('account')
  return (
    <Card component="section">
      <Title order={2} size="h3" mb="md">
        {t('profile.address')}
      </Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput
          label={t('profile.zipCode')}
          inputMode="numeric"
          autoComplete="postal-code"
          key={form.key('zipCode')}
          {...form.getInputProps('zipCode')}
        />
        <TextInput
          label={t('profile.city')}
          autoComplete="address-level1"
          key={form.key('city')}
          {...form.getInputProps('city')}
        />
        <TextInput
          label={t('profile.street')}
          autoComplete="address-line1"
          key={form.key('street')}
          {...form.getInputProps('street')}
        />
        <TextInput
          label={t('profile.detail')}
          autoComplete="address-line2"
          key={form.key('detail')}
          {...form.getInputProps('detail')}
        />
      </SimpleGrid>
    </Card>
  )
}
