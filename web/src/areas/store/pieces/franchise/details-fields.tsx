import { Select, SimpleGrid, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { formatPhone } from '../../../../ui/format.ts'
import { regionChoices } from '../../../../ui/regions.ts'
import type { Franchise } from '../queries.ts'

export interface DetailsValues {
  name: string
  region: string | null
  contact: string
}

export const DETAILS_FIELDS = ['name', 'region', 'contact'] as const
export const NO_DETAILS: DetailsValues = { name: '', region: null, contact: '' }

export const detailsOf = ({ name, region, contact }: Franchise): DetailsValues => ({
  name,
  region,
  contact: contact ?? '',
})

export const detailsBody = ({ name, region, contact }: DetailsValues) => ({
  name: name.trim(),
  region: region || null,
  contact: contact.trim(),
})

export type DetailsForm = UseFormReturnType<DetailsValues>

export function useDetailsForm(initialValues: DetailsValues): DetailsForm {
  const { t } = useTranslation('store')
  return useForm<DetailsValues>({
    mode: 'uncontrolled',
    initialValues,
    validate: {
      name: text => (text.trim() ? null : t('franchise.need.name')),
      contact: text => (text.trim() ? null : t('franchise.need.contact')),
    },
  })
}

/** What a franchise is called, where it is, and how it is reached. */
export function DetailsFields({ form }: { readonly form: DetailsForm }) {
  const { t, i18n } = useTranslation('store')
  const contact = form.getInputProps('contact')
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <TextInput
        label={t('franchise.name')}
        withAsterisk
        maxLength={100}
        key={form.key('name')}
        {...form.getInputProps('name')}
      />
      <Select
        label={t('franchise.region')}
        data={regionChoices(i18n.language, form.getInitialValues().region || null)}
        searchable
        clearable
        key={form.key('region')}
        {...form.getInputProps('region')}
      />
      <TextInput
        label={t('franchise.contact')}
        withAsterisk
        maxLength={200}
        key={form.key('contact')}
        {...contact}
        onBlur={event => {
          contact.onBlur?.(event)
          form.setFieldValue('contact', formatPhone(event.currentTarget.value))
        }}
      />
    </SimpleGrid>
  )
}
