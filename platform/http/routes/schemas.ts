/**
 * Schemas that the routes of many services share:
 *
 *     params: ById,
 *     body: Type.Object({ to: Id, ...MoneyFields, memo: Type.Optional(Type.String({ maxLength: 100 })) }),
 *     query: Type.Object({ ...pageQuery, from: Type.Optional(Timestamp) }),
 */
import { Type } from 'typebox'

export { Nullable, Timestamp } from '../../kit/schemas.ts'

/** A text that is not empty. */
export const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })

/** An id in a request: any text of a limited length, so that an unknown id is answered with 404. */
export const Id = text(80)

/** The parameters of a path with `{id}`. */
export const ById = Type.Object({ id: Id })

/** A business date in a body or query. */
export const BusinessDate = Type.String({
  format: 'date',
  description: 'A business date: a calendar day in Seoul.',
  examples: ['2026-11-20'],
})

interface Said {
  readonly description?: string
  readonly example?: string
}

/** Three digits. */
export const bankCode = ({ description, example = '004' }: Said = {}) =>
  Type.String({ pattern: '^[0-9]{3}$', ...(description !== undefined && { description }), examples: [example] })

/** Digits, also in groups: `110-123-456789`. */
export const AccountNumber = Type.String({ pattern: '^[0-9](-?[0-9]){5,19}$', examples: ['110-123-456789'] })

/** A bank account in a body. */
export const AccountFields = { bankCode: bankCode(), accountNumber: AccountNumber, holderName: text(100) }
