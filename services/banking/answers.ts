/** What the answers of the partner bank mean, by operation. What is not here, such as every 5xx, is unknown and asked about. */
import { ANY_CODE, type AnswerTable, joinTables } from '../../platform/kit/outside.ts'

/** Our key, or our rate: the bank did not look at it. */
const OURS: AnswerTable = { ours: { 401: ANY_CODE, 403: ANY_CODE, 429: ANY_CODE } }

/** The account that was named. */
const ACCOUNT_REFUSED: AnswerTable = {
  refused: {
    400: ['INVALID_REQUEST'],
    404: ['ACCOUNT_UNKNOWN'],
    409: ['ACCOUNT_CLOSED'],
    422: ['HOLDER_MISMATCH'],
  },
}

/** Is there such an open account, held by that name? Nothing moves whatever it says. */
export const INQUIRE: AnswerTable = joinTables(OURS, ACCOUNT_REFUSED)

/** Moves money, once under a key. */
export const TRANSFER: AnswerTable = joinTables(OURS, ACCOUNT_REFUSED, {
  refused: { 409: ['INSUFFICIENT_FUNDS', 'LIMIT_EXCEEDED', 'TRANSFER_REJECTED'] },
  again: { 409: ['DUPLICATE_TRANSFER', 'TRANSFER_IN_PROGRESS'] },
})

/** Asks about a key; the no is that nothing of it ever came. Any other 404 comes from whoever stands in between. */
export const LOOK_UP: AnswerTable = joinTables(OURS, { refused: { 404: ['TRANSFER_UNKNOWN'] } })

/** The statement of a day is there or it is not yet: it has no no. */
export const STATEMENT: AnswerTable = OURS
