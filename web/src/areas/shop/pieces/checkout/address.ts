/** The address of an order as a form has it: every field is a text. */
import type { Schemas } from '@madang/client'

export type ShippingAddress = Schemas['ShippingAddress']

export const ADDRESS_FIELDS = ['recipient', 'phone', 'zipCode', 'city', 'street', 'detail'] as const
export type AddressField = (typeof ADDRESS_FIELDS)[number]
export type AddressForm = Record<AddressField, string>

/** Of these an order needs something. */
export const REQUIRED = ['recipient', 'zipCode', 'city', 'street'] as const satisfies readonly AddressField[]

type Known = Pick<Schemas['Profile'], 'name' | 'phone' | 'address'>

/** Where it went last, or else where the member lives. */
export function firstAddress(last: ShippingAddress | null | undefined, { name, phone, address }: Known): AddressForm {
  const from: Partial<ShippingAddress> = last ?? { ...address, recipient: name, ...(phone && { phone }) }
  return Object.fromEntries(
    ADDRESS_FIELDS.map(field => [field, from[field] ?? (field === 'recipient' ? name : '')]),
  ) as AddressForm
}

/** What is empty is left out: the API refuses empty texts. */
export function addressOf(form: AddressForm): ShippingAddress {
  const filled = ADDRESS_FIELDS.map(field => [field, form[field].trim()] as const).filter(([, text]) => text !== '')
  return { street: '', city: '', zipCode: '', ...Object.fromEntries(filled) }
}

/** `(03045) 서울특별시 종로구 효자로 12, 3층`. */
export const addressLine = ({ zipCode, city, street, detail }: ShippingAddress): string =>
  `(${zipCode}) ${city} ${street}${detail ? `, ${detail}` : ''}`

const ADDRESS_AT = 'shippingAddress.'

/** The messages of a refusal by the fields of this form. */
export const addressErrors = (fields: Readonly<Record<string, string>>): Partial<AddressForm> =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, message]) =>
      field.startsWith(ADDRESS_AT) ? [[field.slice(ADDRESS_AT.length), message]] : [],
    ),
  )
