/**
 * Fields that the HTTP APIs of several services show, each with a sample, so that every body and answer with one of them has
 * a truthful example:
 *
 *     Type.Object({ id: idOf('order'), reason: Nullable(Reason, { example: null }), item: ProductName })
 */
import { Type } from 'typebox'
import { Reason } from '../platform/http/routes/schemas.ts'
import { token } from '../platform/http/routes/texts.ts'
import { annotated } from '../platform/kit/schemas.ts'

import { Localized } from './catalog.ts'

export { Reason }

/** What has an id of its own: a prefix and a UUIDv7. */
const SAMPLE_IDS = {
  bankAccount: 'bka_01a1f851-9f3d-7000-8a51-0c2f6f4f1d11',
  bankTransfer: 'bkt_01a1f851-a0c2-7000-b7de-1d0b8f6f2a22',
  franchise: 'frn_01a1f851-9c11-7000-9b7a-2f1c7d5e3b33',
  member: 'mem_01a1f851-92ad-7000-bc8b-5fd4112d44be',
  merchant: 'mem_01a1f851-9001-7000-8f00-3a2d6c4f4c44',
  operator: 'mem_01a1f851-9000-7000-8e00-4b3e5d3a5d55',
  recipient: 'mem_01a18c2b-c466-7000-9e75-b1616bc2a2a5',
  order: 'ord_01a1f851-a9e1-7000-a3c4-5c4f4e2b6e66',
  payment: 'pay_01a1f851-aa10-7000-b2d5-6d5a3f1c7f77',
  refund: 'ref_01a1f851-b1c2-7000-91e6-7e6b2a0d8a88',
  remittance: 'rem_01a1f851-ad33-7000-80f7-8f7c1b9e9b99',
  run: 'run_01a1f851-b300-7000-bf08-9a8d0c8fac00',
  saga: 'checkout/ord_01a1f851-a9e1-7000-a3c4-5c4f4e2b6e66',
  topUp: 'top_01a1f851-ac44-7000-ae19-ab9e9d7abd11',
  transfer: 'trf_01a1f851-abad-7000-94e3-b03e4d8b36e0',
  withdrawal: 'wdr_01a1f851-ae55-7000-9d2a-bcafae6bce22',
  /** Names that people gave. */
  product: 'coffee-ethiopia',
  settlement: 'stl_20261120-01a1f851-9c11-7000-9b7a-2f1c7d5e3b33-krw',
} as const
export type Identified = keyof typeof SAMPLE_IDS

export const sampleId = (of: Identified): string => SAMPLE_IDS[of]

interface Said {
  readonly description?: string
}

/** In an answer. */
export const idOf = (of: Identified, said: Said = {}) => Type.String({ ...said, examples: [SAMPLE_IDS[of]] })

const ID_LENGTH_MAX = 80

/** In a request: any text of a limited length, so that an id that there is not is answered with 404. */
export const givenId = (of: Identified, said: Said = {}) =>
  token(ID_LENGTH_MAX, { ...said, examples: [SAMPLE_IDS[of]] })

/** A text in both languages, as an answer has it. */
export const inBoth = (ko: string, en: string) => annotated(Localized, { example: { ko, en } })

export const ProductName = inBoth('에티오피아 원두 200g', 'Coffee beans from Ethiopia, 200 g')

/** Of somebody else: enough to recognise whom one knows. */
export const MaskedName = Type.String({ description: 'Masked.', examples: ['김*지'] })

export const BankCode = Type.String({ description: 'Three digits, as Korean banks have them.', examples: ['088'] })
export const Last4 = Type.String({ description: 'The last four digits.', examples: ['6789'] })
export const MaskedAccount = Type.Object(
  { bankCode: BankCode, last4: Last4 },
  { $id: 'MaskedBankAccount', description: 'A bank account whose number is never shown in full.' },
)
export const Region = Type.String({ examples: ['seoul'] })
/** What somebody wrote to a transfer of money. */
export const Memo = Type.String({ examples: ['점심값'] })
export const FranchiseName = Type.String({ examples: ['마당커피 성수점'] })
export const CorrelationId = Type.String({ examples: ['cor_01a1f851-a8d0-7000-8c3b-cdb0bf5adf33'] })
