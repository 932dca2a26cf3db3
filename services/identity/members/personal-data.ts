/** Personal data between clear and sealed, and what others may see of it. */

import { type Static, Type } from 'typebox'
import { AddressFields, readText } from '../../../platform/http/routes/texts.ts'
import { invalidField } from '../../../platform/kit/invalid.ts'
import type { Refusal } from '../../../platform/kit/refusal.ts'
import type { Vault } from '../../../platform/vault/vault.ts'
import type { Member, SealedFields } from './member.ts'

export const Address = Type.Object(AddressFields, { $id: 'Address' })
export type Address = Static<typeof Address>

export interface Profile {
  readonly email: string
  readonly name: string
  readonly phone: string | null
  readonly address: Address | null
}

/** A text that is none in the body of a request. */
export const invalid = (field: string): Refusal => invalidField('body', field)

interface Texts {
  readonly name?: string
  readonly region?: string | null
}

/** The texts of the command line or of a request in one form; what is left out or null stays so. Refusal: invalid_request. */
export function plainTexts<T extends Texts>(given: T): T | Refusal {
  let texts = given
  for (const field of ['name', 'region'] as const) {
    const plain = given[field] == null ? given[field] : readText('name', given[field])
    if (plain === null && given[field] !== null) return invalid(field)
    if (plain != null) texts = { ...texts, [field]: plain }
  }
  return texts
}

/** Null for a field that is empty, and for every field once the member's key is destroyed. */
export const openerOf = (vault: Vault, memberId: string) => async (field: string | null) =>
  field === null ? null : vault.open(memberId, field)

/** Null once the member's key is destroyed. */
export async function openProfile(vault: Vault, memberId: string, sealed: SealedFields): Promise<Profile | null> {
  const open = openerOf(vault, memberId)
  const [email, name, phone, address] = await Promise.all([
    open(sealed.email),
    open(sealed.name),
    open(sealed.phone),
    open(sealed.address),
  ])
  if (email === null || name === null) return null
  const parsed: Address | null = address === null ? null : JSON.parse(address)
  return { email, name, phone, address: parsed }
}

/** The `user` of an answer. */
export const presentUser = (
  id: string,
  { email, name }: Pick<Profile, 'email' | 'name'>,
  { roles, region, language }: Pick<Member, 'roles' | 'region' | 'language'>,
) => ({ id, email, name, roles: [...roles], region, language })

const graphemes = new Intl.Segmenter('ko', { granularity: 'grapheme' })

const maskWord = (word: string): string => {
  const letters = Array.from(graphemes.segment(word), ({ segment }) => segment)
  const [first = '', ...rest] = letters
  if (rest.length <= 1) return rest.length === 0 ? '*' : `${first}*`
  return first + '*'.repeat(rest.length - 1) + rest.at(-1)
}

/** `김민수` → `김*수`, `남궁민수` → `남**수`, `이산` → `이*`; of several words each. */
export const maskName = (name: string): string => name.split(/\s+/).map(maskWord).join(' ')

/** `minsu@example.com` → `m***@example.com` */
export const maskEmail = (email: string): string => `${email.slice(0, 1)}***${email.slice(email.lastIndexOf('@'))}`
