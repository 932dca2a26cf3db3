/** The other side of a movement of money as a person knows it, in every answer that shows one. */
import { type Static, Type } from 'typebox'
import type { Language } from '../platform/http/routes/route.ts'
import { namedEnum } from '../platform/kit/named-enum.ts'
import { Nullable } from '../platform/kit/schemas.ts'
import { bankName } from './bank-names.ts'

const KIND = {
  member: { ko: '회원', en: 'A member.' },
  franchise: { ko: '가맹점', en: 'A franchise.' },
  shop: { ko: '상점', en: 'Our own shop, where orders are placed.' },
  bank: { ko: '은행', en: 'A bank account, or the partner bank.' },
  platform: { ko: '마당', en: 'Madang itself.' },
} as const
const CounterpartyKind = namedEnum('CounterpartyKind', KIND, { description: 'What the other side is.' })

export const Counterparty = Type.Object(
  {
    kind: CounterpartyKind,
    name: Type.String({
      description: 'A member’s is masked; a word of ours is in the language of the request.',
      examples: ['김*지'],
    }),
    id: Nullable(Type.String(), { description: 'Of a franchise; of a bank, its code.', example: null }),
    reference: Nullable(Type.String(), {
      description: 'Of the shop, the number of the order; of a bank account, its last four digits.',
      example: null,
    }),
  },
  { $id: 'Counterparty', description: 'The other side of a movement of money, as a person knows it.' },
)
export type Counterparty = Static<typeof Counterparty>

/** What may be shown of a bank account. */
export const ShownAccount = Type.Object({ bankCode: Type.String(), last4: Type.String() })
export type ShownAccount = Static<typeof ShownAccount>

const WORDS = {
  formerMember: { ko: '탈퇴한 회원', en: 'Former member' },
  franchise: { ko: '가맹점', en: 'Franchise' },
  shop: { ko: '마당 상점', en: 'Madang Shop' },
  bank: { ko: '은행', en: 'Bank' },
  platform: { ko: '마당', en: 'Madang' },
} as const

/** `maskedName` as identity gives it: none of a member who has left. */
export const memberAs = (maskedName: string | undefined, language: Language): Counterparty => ({
  ...{ kind: 'member', name: maskedName ?? WORDS.formerMember[language] },
  ...{ id: null, reference: null },
})

export const franchiseAs = (id: string, name: string | undefined, language: Language): Counterparty => ({
  ...{ kind: 'franchise', name: name ?? WORDS.franchise[language] },
  ...{ id, reference: null },
})

export const shopAs = (orderNumber: string | undefined, language: Language): Counterparty => ({
  ...{ kind: 'shop', name: WORDS.shop[language] },
  ...{ id: null, reference: orderNumber ?? null },
})

/** Without an account it is the partner bank itself. */
export const bankAs = (account: ShownAccount | undefined, language: Language): Counterparty => ({
  ...{ kind: 'bank', name: account ? bankName(account.bankCode)[language] : WORDS.bank[language] },
  ...{ id: account?.bankCode ?? null, reference: account?.last4 ?? null },
})

export const platformAs = (language: Language): Counterparty => ({
  ...{ kind: 'platform', name: WORDS.platform[language] },
  ...{ id: null, reference: null },
})
