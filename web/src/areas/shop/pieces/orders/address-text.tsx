import { Text } from '@mantine/core'
import { formatPhone } from '../../../../ui/format.ts'
import { addressLine, type ShippingAddress } from '../checkout/address.ts'

/** Who gets it, and where. */
export function AddressText({ address }: { readonly address: ShippingAddress }) {
  const { recipient, phone } = address
  const who = [recipient, phone && formatPhone(phone)].filter(Boolean).join(' · ')
  return (
    <div>
      {who && <Text>{who}</Text>}
      <Text>{addressLine(address)}</Text>
    </div>
  )
}
