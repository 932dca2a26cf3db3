import type { Schemas } from '@madang/client'
import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { formatPhone } from '../../../../ui/format.ts'

/** Who gets it, and where. */
export function Address({ address }: { readonly address: Schemas['ShippingAddress'] | null }) {
  const { t } = useTranslation('store')
  if (!address) return <Text c="dimmed">{t('shipping.noAddress')}</Text>
  const { recipient, phone, zipCode, city, street, detail } = address
  const who = [recipient, phone && formatPhone(phone)].filter(Boolean).join(' · ')
  return (
    <address style={{ fontStyle: 'normal' }}>
      {who && <Text fw={600}>{who}</Text>}
      <Text>{`(${zipCode}) ${city} ${street}${detail ? `, ${detail}` : ''}`}</Text>
    </address>
  )
}
