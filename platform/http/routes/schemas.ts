/**
 * Schemas that the routes of many services share:
 *
 *     params: ById,
 *     body: Type.Object({ to: Id, ...MoneyFields, memo: Type.Optional(line(100)) }),
 *     query: Type.Object({ ...pageQuery, from: Type.Optional(Timestamp) }),
 */
import { Type } from 'typebox'
import { AccountNumber, HolderName, token } from './texts.ts'

export { annotated, Nullable, Timestamp } from '../../kit/schemas.ts'

/** An id in a request: any text of a limited length, so that an unknown id is answered with 404. */
export const Id = token(80)

/** The parameters of a path with `{id}`. */
export const ById = Type.Object({ id: Id })

/** A business date in a body or query. */
export const BusinessDate = Type.String({
  format: 'date',
  description: 'A business date: a calendar day in Seoul.',
  examples: ['2026-11-20'],
})

/**
 * Why something came to nothing. It is no enum: another service may refuse a step for a reason of its own. The document adds
 * the texts of all codes that there are.
 */
export const Reason = Type.String({
  $id: 'Reason',
  description:
    'The code of a refusal. The page `/problems/{code}` says what it means. There may be new ones: show those that you do not know as they are.',
  examples: ['insufficient_funds'],
})

interface Said {
  readonly description?: string
  readonly example?: string
}

/** Three digits. */
export const bankCode = ({ description, example = '004' }: Said = {}) =>
  Type.String({ pattern: '^[0-9]{3}$', ...(description !== undefined && { description }), examples: [example] })

/** A bank account in a body. */
export const AccountFields = { bankCode: bankCode(), accountNumber: AccountNumber, holderName: HolderName }
