/** Fields of the ledger's API. */
import { Type } from 'typebox'
import { sampleId } from '../../../contracts/api-fields.ts'
import { namedEnum } from '../../../platform/kit/named-enum.ts'

/** A wallet. */
export const SAMPLE_ACCOUNT = `wallet:${sampleId('member')}:KRW`

/** The first word of an account's id. */
export const AccountKind = Type.String({
  description: 'The first word of the account’s id: `wallet`, `bank`, `revenue` …',
  examples: ['wallet'],
})

const SIDE = {
  debit: { ko: '차변', en: 'Debits increase it: an asset or a cost.' },
  credit: { ko: '대변', en: 'Credits increase it: a liability, such as a wallet, or revenue.' },
} as const
export const NormalSide = namedEnum('LedgerSide', SIDE, {
  description: 'A side of the book. Of an account, the one that increases it; of an entry, where it was posted.',
  example: 'credit',
})
