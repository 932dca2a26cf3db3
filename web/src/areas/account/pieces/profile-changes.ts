/** The profile as its form has it, and what of it was changed. */
import type { paths } from '@madang/client'
import type { Profile } from './queries.ts'

export type ProfilePatch = NonNullable<paths['/api/users/me']['patch']['requestBody']>['content']['application/json']

/** Flat, as fields are; what is not given is an empty text. */
export interface ProfileValues {
  name: string
  phone: string
  region: string
  language: 'ko' | 'en'
  zipCode: string
  city: string
  street: string
  detail: string
}

export const ADDRESS_FIELDS = ['zipCode', 'city', 'street', 'detail'] as const

export const valuesOf = ({ name, phone, region, language, address }: Profile): ProfileValues => ({
  name,
  language,
  phone: phone ?? '',
  region: region ?? '',
  zipCode: address?.zipCode ?? '',
  city: address?.city ?? '',
  street: address?.street ?? '',
  detail: address?.detail ?? '',
})

const orNull = (text: string): string | null => (text === '' ? null : text)

const trimmed = (values: ProfileValues): ProfileValues =>
  Object.fromEntries(
    Object.entries(values).map(([field, text]) => [field, String(text).trim()]),
  ) as unknown as ProfileValues

const addressIn = ({ zipCode, city, street, detail }: ProfileValues, country: string | undefined) =>
  zipCode || city || street || detail
    ? { zipCode, city, street, ...(detail && { detail }), ...(country !== undefined && { country }) }
    : null

/** Only what was changed, so that another tab’s change of something else stays. Null takes a value away. */
export function changesOf(before: Profile, given: ProfileValues): ProfilePatch {
  const [old, values] = [valuesOf(before), trimmed(given)]
  const isMoved = ADDRESS_FIELDS.some(field => old[field] !== values[field])
  return {
    ...(values.name !== old.name && { name: values.name }),
    ...(values.phone !== old.phone && { phone: orNull(values.phone) }),
    ...(values.region !== old.region && { region: orNull(values.region) }),
    ...(values.language !== old.language && { language: values.language }),
    ...(isMoved && { address: addressIn(values, before.address?.country) }),
  }
}

/** The fields of an address are one level down in the API. */
export const fieldOf = (pointer: string): string => pointer.replace(/^address\./, '')
