import { SimpleGrid, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useTranslation } from 'react-i18next'
import { formatPhone } from '../../../../ui/format.ts'
import { type AddressField, type AddressForm, REQUIRED } from './address.ts'
import { formatOnBlur } from './format-on-blur.ts'

const ZIP_CODE = /^\d{5}$/
const AUTO: Record<AddressField, string> = {
  recipient: 'shipping name',
  phone: 'shipping tel',
  zipCode: 'shipping postal-code',
  city: 'shipping address-level1',
  street: 'shipping address-line1',
  detail: 'shipping address-line2',
}

/** The form of an address: what is missing is said before anything is sent. */
export function useAddressForm(initialValues: AddressForm) {
  const { t } = useTranslation('shop')
  const needed = (field: (typeof REQUIRED)[number]) => (text: string) =>
    text.trim() === '' ? t(`address.need.${field}`) : null
  return useForm<AddressForm>({
    mode: 'uncontrolled',
    initialValues,
    validate: {
      recipient: needed('recipient'),
      city: needed('city'),
      street: needed('street'),
      zipCode: text =>
        needed('zipCode')(text) ?? (ZIP_CODE.test(text.normalize('NFKC').trim()) ? null : t('address.zipCodeForm')),
    },
  })
}

export type UsedAddressForm = ReturnType<typeof useAddressForm>

export function AddressFields({ form }: { readonly form: UsedAddressForm }) {
  const { t } = useTranslation('shop')
  const input = (field: AddressField) => ({
    label: t(`address.${field}`),
    withAsterisk: REQUIRED.some(each => each === field),
    autoComplete: AUTO[field],
    ...form.getInputProps(field),
  })
  const phone = input('phone')
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <TextInput {...input('recipient')} key={form.key('recipient')} />
      <TextInput
        {...phone}
        key={form.key('phone')}
        inputMode="tel"
        onBlur={formatOnBlur(formatPhone, text => form.setFieldValue('phone', text))}
      />
      <TextInput {...input('zipCode')} key={form.key('zipCode')} inputMode="numeric" />
      <TextInput {...input('city')} key={form.key('city')} />
      <TextInput {...input('street')} key={form.key('street')} />
      <TextInput {...input('detail')} key={form.key('detail')} />
    </SimpleGrid>
  )
}
